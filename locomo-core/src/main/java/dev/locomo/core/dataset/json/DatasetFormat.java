package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.profile.BenchmarkProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A shape in which data sets are published.
 *
 * <p><b>How to add one</b>: a class beside {@code LocomoFormat} that makes our records of its file,
 * its line in {@code DatasetReader.FORMATS}, its profile as a resource where the benchmark has
 * categories of its own, and a subclass of {@code DatasetFormatContract}.
 */
public interface DatasetFormat {
  /** Its name, lower case, for example {@code locomo}. */
  String id();

  /** Whether a file has this shape, as far as its beginning tells; false when it cannot be read. */
  boolean recognises(Start start);

  /**
   * Reads a file.
   *
   * @param profile what its categories are and mean; null for what the format knows of itself
   * @throws dev.locomo.core.error.DataError when it cannot be read or has another shape, naming the
   *     place, what is there and what was expected
   */
  Dataset read(Path file, @Nullable BenchmarkProfile profile);

  /** As {@link #read(Path, BenchmarkProfile)}, with what the format knows of itself. */
  default Dataset read(Path file) {
    return read(file, null);
  }

  /**
   * Everything that is wrong or odd with a file, also with one that cannot be used: it has an error
   * exactly when reading throws.
   *
   * @throws dev.locomo.core.error.DataError when there is nothing to look at
   */
  CheckReport check(Path file, @Nullable BenchmarkProfile profile);

  /**
   * How a file begins, read once for all formats that look at it; of what is no regular file
   * nothing, for what is taken from a pipe is gone.
   */
  final class Start {
    private static final int SHOWN = 400;

    private static final TokenFilter FIRST =
        new TokenFilter() {
          @Override
          public @Nullable TokenFilter includeElement(int index) {
            return index == 0 ? this : null;
          }

          @Override
          public boolean includeEmptyArray(boolean filtered) {
            return true;
          }

          @Override
          public boolean includeEmptyObject(boolean filtered) {
            return true;
          }
        };

    private final Path file;
    private @Nullable JsonNode element;

    /** Of this file, which need not be there. */
    public Start(Path file) {
      this.file = file;
    }

    /** The file itself. */
    public Path file() {
      return file;
    }

    /** Its first bytes as text, 400 at most; empty when it cannot be read. */
    String text() {
      if (!Files.isRegularFile(file)) {
        return "";
      }
      try (var in = UserFile.open(file)) {
        return new String(in.readNBytes(SHOWN), StandardCharsets.UTF_8);
      } catch (IOException | DataError e) {
        return ""; // the format that is tried says why
      }
    }

    /**
     * The first element of its JSON, as {@link DatasetReader#eachSample} has it, but of every list
     * in it the first element alone, for a conversation may be long; missing for none.
     */
    JsonNode element() {
      if (element == null) {
        element = MissingNode.getInstance();
        if (Files.isRegularFile(file)) {
          read();
        }
      }
      return element;
    }

    private static JsonParser outline(InputStream in) throws IOException {
      return new FilteringParserDelegate(
          JsonFiles.MAPPER.createParser(in), FIRST, Inclusion.INCLUDE_ALL_AND_PATH, true);
    }

    private void read() {
      try {
        DatasetReader.eachSample(
            file,
            Start::outline,
            (int index, JsonNode json, long offset) -> {
              element = json;
              throw new CancellationException();
            });
      } catch (CancellationException | DataError e) {
        // One element is enough, and what cannot be read has none.
      }
    }
  }
}
