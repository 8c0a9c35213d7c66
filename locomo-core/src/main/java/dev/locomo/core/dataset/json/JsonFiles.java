package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

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
          .nodeFactory(new SmallNodes())
          .build();

  private static final int SHOWN = 160;

  private JsonFiles() {}

  /**
   * Values of files that hold a million small objects: an object has room for as many members as
   * most have, and short texts that are read again and again, as the name of a speaker, are one.
   */
  private static final class SmallNodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1;
    private static final int MEMBERS = 4;
    private static final int SHORT = 24;
    private static final int KEPT = 1024;

    private final transient TextNode[] kept = new TextNode[KEPT];

    @Override
    public ObjectNode objectNode() {
      return new ObjectNode(this, new LinkedHashMap<>(MEMBERS));
    }

    @Override
    public @Nullable TextNode textNode(@Nullable String text) {
      if (text == null || text.isEmpty() || text.length() > SHORT) {
        return super.textNode(text);
      }
      int place = Math.floorMod(text.hashCode(), KEPT);
      @Nullable TextNode there = kept[place];
      if (there == null || !there.textValue().equals(text)) {
        there = super.textNode(text);
        kept[place] = there;
      }
      return there;
    }
  }

  /** Something that reads a stream. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(InputStream in) throws IOException;
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws DataError when it is missing, a folder, not readable, empty, or not valid JSON in UTF-8
   */
  public static <T> T read(Path file, Reading<T> reading) {
    try (var in = new BufferedInputStream(UserFile.open(file), 1 << 16)) {
      refuseOtherEncodings(file, in);
      return reading.read(in);
    } catch (JsonProcessingException e) {
      throw syntax(file, e);
    } catch (IOException e) {
      throw UserFile.unreadable(file, e);
    }
  }

  /**
   * Reads a file whose content has the shape of a type.
   *
   * @throws DataError as {@link #read(Path, Reading)}, and when it has another shape, with the JSON
   *     pointer of the place
   */
  public static <T> T read(Path file, Class<T> shape) {
    JsonNode tree = read(file, MAPPER::readTree);
    if (tree.isMissingNode() || tree.isNull()) {
      throw new DataError(file.toString(), "", "found nothing; expected a JSON object");
    }
    try {
      return MAPPER
          .readerFor(shape)
          .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .readValue(tree);
    } catch (IOException e) {
      var where = new StringBuilder();
      if (e instanceof JsonMappingException mapping) {
        for (var at : mapping.getPath()) {
          @Nullable String name = at.getFieldName();
          String step = name == null ? Integer.toString(at.getIndex()) : name;
          where.append('/').append(step.replace("~", "~0").replace("/", "~1"));
        }
      }
      throw new DataError(
          file.toString(), where.toString(), shapeProblem(tree.at(where.toString()), e), e);
    }
  }

  private static String shapeProblem(JsonNode found, IOException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause != null && cause.getMessage() != null) {
      return cause.getMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown field; expected one of " + unknown.getKnownPropertyIds();
    }
    String problem = e instanceof JsonProcessingException j ? j.getOriginalMessage() : "unreadable";
    String text = found.isMissingNode() ? "nothing" : found.toString();
    String expected =
        problem
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst(" \\(set .*", "")
            .replaceAll("`([\\w$]+\\.)*(\\w+)`", "$2");
    return "found " + text.substring(0, Math.min(SHOWN, text.length())) + "; " + expected;
  }

  /**
   * JSON is UTF-8, with or without a byte order mark. The parser would guess UTF-16 and UTF-32, and
   * guess them for files of zeros as well.
   */
  private static void refuseOtherEncodings(Path file, BufferedInputStream in) throws IOException {
    in.mark(4);
    byte[] start = in.readNBytes(4);
    in.reset();
    if (start.length == 0) {
      throw new DataError(file.toString(), "", "is empty; expected JSON");
    }
    if (start.length > 2
        && start[0] == (byte) 0xEF
        && start[1] == (byte) 0xBB
        && start[2] == (byte) 0xBF) {
      in.skipNBytes(3);
    }
    boolean mark =
        start.length > 1
            && ((start[0] == (byte) 0xFE && start[1] == (byte) 0xFF)
                || (start[0] == (byte) 0xFF && start[1] == (byte) 0xFE));
    boolean zero = false;
    for (byte b : start) {
      zero |= b == 0;
    }
    if (mark || zero) {
      throw new DataError(
          file.toString(), "", "begins like UTF-16 or a binary file; expected JSON in UTF-8");
    }
  }

  /** A syntax error as a one-line message with line and column. */
  public static DataError syntax(Path file, JsonProcessingException e) {
    return syntax(file, e.getLocation(), e);
  }

  /** As {@link #syntax(Path, JsonProcessingException)}, for errors that do not know their place. */
  static DataError syntax(Path file, @Nullable JsonLocation at, JsonProcessingException e) {
    String place =
        at == null ? "" : "line " + at.getLineNr() + ", column " + Math.max(1, at.getColumnNr());
    String found =
        e.getOriginalMessage()
            .lines()
            .findFirst()
            .orElse("unreadable")
            .replaceAll(", from `[^`]*`", "") // the parser's own settings
            .replaceAll("\\p{Cc}", "?");
    if (found.length() > SHOWN) {
      found = found.substring(0, SHOWN) + "...";
    }
    return new DataError(file.toString(), place, "not valid JSON (" + found + ")", e);
  }
}
