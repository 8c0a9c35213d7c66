package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.DatasetFormat;
import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads data sets. Samples are read one after the other, so a huge file that is something else
 * fails at once instead of filling the memory.
 */
public final class DatasetReader {
  /** Every format there is. */
  public static final List<DatasetFormat> FORMATS = List.of(new LocomoFormat());

  private DatasetReader() {}

  /**
   * Reads the file in the first of {@link #FORMATS} that knows it, else in the first of all, which
   * says what it misses.
   *
   * @throws DataError when it cannot be read or has no known shape
   */
  public static Dataset read(Path file) {
    return read(file, FORMATS);
  }

  /** As {@link #read(Path)}, with these formats. */
  public static Dataset read(Path file, List<DatasetFormat> formats) {
    return formats.stream()
        .skip(1)
        .filter(format -> format.recognises(file))
        .findFirst()
        .orElse(formats.getFirst())
        .read(file);
  }

  /**
   * Hands over each element of the file's array as raw JSON, with its index. One that is itself an
   * array is handed over empty, so that a huge file of something else does not fill the memory.
   *
   * @return SHA-256 of the file's bytes, 64 lower-case hex digits
   */
  public static String eachSample(Path file, BiConsumer<Integer, JsonNode> sink) {
    return eachSample(file, JsonFiles.MAPPER, sink);
  }

  /** As {@link #eachSample(Path, BiConsumer)}, read by another mapper. */
  static String eachSample(Path file, ObjectMapper mapper, BiConsumer<Integer, JsonNode> sink) {
    return JsonFiles.read(
        file,
        in -> {
          var counted = new TextLimits.Counted(in, file.toString());
          var digest = new DigestInputStream(counted, Sha256.digest());
          try (JsonParser parser = mapper.createParser(digest)) {
            elements(
                file,
                parser,
                (index, element) -> {
                  sink.accept(index, element);
                  counted.begin(index + 1);
                });
          }
          return Sha256.hex(digest.getMessageDigest());
        });
  }

  private static void elements(Path file, JsonParser parser, BiConsumer<Integer, JsonNode> sink)
      throws IOException {
    try {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw noArray(file, parser);
      }
      for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        sink.accept(index, element(parser));
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        throw new DataError(
            file.toString(),
            "line " + parser.currentLocation().getLineNr(),
            "found text after the array; expected the end of the file");
      }
    } catch (StreamConstraintsException e) {
      throw JsonFiles.syntax(file, parser.currentLocation(), e);
    }
  }

  private static DataError noArray(Path file, JsonParser parser) throws IOException {
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    parser.skipChildren();
    boolean lines = object && parser.nextToken() == JsonToken.START_OBJECT;
    return new DataError(
        file.toString(),
        "/",
        "found "
            + (object ? "an object" : "no array")
            + "; expected an array of samples"
            + (lines ? " (this looks like JSON lines, an object a line)" : ""));
  }

  private static JsonNode element(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.START_ARRAY
        ? JsonNodeFactory.instance.arrayNode()
        : parser.readValueAsTree();
  }
}
