package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.locomo.core.error.DataError;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The one JSON mapper, and I/O failures turned into {@link DataError}s that name the file and the
 * place.
 */
public final class JsonFiles {
  /**
   * Reads what Python's {@code json} reads ({@code NaN} included); a key given twice is an error.
   */
  public static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private JsonFiles() {}

  /** Something that reads a stream. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws DataError when it is missing, a folder, not readable, empty or not valid JSON
   */
  public static <T> T read(Path file, Reading<T> reading) {
    if (Files.isDirectory(file)) {
      throw new DataError(file.toString(), "", "is a folder; expected a file");
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      in.mark(1);
      if (in.read() < 0) {
        throw new DataError(file.toString(), "", "is empty; expected JSON");
      }
      in.reset();
      return reading.read(in);
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw new DataError(file.toString(), "", "no such file", e);
    } catch (AccessDeniedException e) {
      throw new DataError(file.toString(), "", "no permission to read it", e);
    } catch (JsonProcessingException e) {
      throw syntax(file, e);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** A syntax error as a one-line message with line and column. */
  public static DataError syntax(Path file, JsonProcessingException e) {
    var at = e.getLocation();
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
    String found = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
    if (found.length() > 160) {
      found = found.substring(0, 160) + "...";
    }
    return new DataError(file.toString(), place, "not valid JSON (" + found + ")", e);
  }
}
