package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.check.TextLimits;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.profile.BenchmarkProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads data sets. Samples are read one after the other, so a huge file that is something else
 * fails at once instead of filling the memory.
 */
public final class DatasetReader {
  /** Every format there is; LoCoMo's, which says best what an unknown file misses, is first. */
  public static final List<DatasetFormat> FORMATS =
      List.of(
          new LocomoFormat(),
          new LongMemEvalFormat(),
          new BeamFormat(),
          new MultipleChoiceFormat());

  /** Keys with which a sample can begin, so that its file is no object of samples. */
  private static final Pattern MEMBERS =
      Pattern.compile(
          "(\\w+_)?(id|qa|chat|question|conversation|observation|sessions?|summary|event_summary"
              + "|session_summary|choices|answer|evidence_items|probing_questions|user_\\w+"
              + "|conversation_\\w+|haystack_\\w+|narratives)");

  private DatasetReader() {}

  /**
   * Reads the file in the first of {@link #FORMATS} that knows it, else in the first of all, which
   * says what it misses.
   *
   * @throws DataError when it cannot be read or has no known shape
   */
  public static Dataset read(Path file) {
    return read(file, null, FORMATS);
  }

  /**
   * As {@link #read(Path)}, of the benchmark with this profile.
   *
   * @param profile name of one that comes with the program, also with a language ({@code
   *     locomo:zh}), or a file; null or empty for none
   * @throws UserError when there is neither
   */
  public static Dataset read(Path file, @Nullable String profile) {
    var named = profile(profile);
    Dataset data = read(file, named, FORMATS);
    return named == null
        ? data
        : new Dataset(
            data.file(), data.sha256(), data.samples(), String.valueOf(profile), data.subset());
  }

  /** The profile of this name, or in this file; null for nothing. */
  public static @Nullable BenchmarkProfile profile(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return null;
    }
    String[] parts = name.split(":", 2);
    for (BenchmarkProfile profile : BenchmarkProfile.ALL) {
      if (profile.id().equals(parts[0])) {
        return parts.length == 1 ? profile : profile.in(parts[1]);
      }
    }
    if (!Files.isRegularFile(Path.of(name))) {
      throw new UserError(
          "no profile is called '" + name + "', and no file either",
          String.join(", ", BenchmarkProfile.ALL.stream().map(BenchmarkProfile::id).toList())
              + " or a file");
    }
    return JsonFiles.read(Path.of(name), BenchmarkProfile.class);
  }

  /** As {@link #read(Path)}, with these formats. */
  public static Dataset read(
      Path file, @Nullable BenchmarkProfile profile, List<DatasetFormat> formats) {
    return format(file, formats).read(file, profile);
  }

  /**
   * The format of a file: the first that knows it, else the first of all.
   *
   * @throws DataError when it is of a benchmark that is not read, saying what its file lacks
   */
  public static DatasetFormat format(Path file, List<DatasetFormat> formats) {
    var start = new DatasetFormat.Start(file);
    refuseNamed(start);
    return formats.stream()
        .skip(1)
        .filter(format -> format.recognises(start))
        .findFirst()
        .orElse(formats.getFirst());
  }

  /** Benchmarks that are known by how their files begin, and cannot be read from them alone. */
  private static final Map<String, Pattern> NAMED =
      Map.of(
          "ConvoMem, whose evidence comes without the conversations that it is hidden in",
          Pattern.compile(
              "(?s)\\W{0,200}\"(evidence_items|evidenceItems|message_evidences)\"\\s*:.*"),
          "PersonaMem, whose questions come without the chats that shared_contexts has",
          Pattern.compile("(?s)\\W{0,200}\"?persona_id\"?\\s*[,:].*"));

  private static void refuseNamed(DatasetFormat.Start start) {
    String text = start.text();
    NAMED.forEach((name, shape) -> {
      if (shape.matcher(text).matches()) {
        throw new DataError(
            start.file().toString(),
            "/",
            "found a file of " + name + "; expected conversations with their questions");
      }
    });
  }

  /**
   * Hands over each element of the file's array as raw JSON, with its index. One that is itself an
   * array is handed over empty, so that a huge file of something else does not fill the memory.
   *
   * @return SHA-256 of the file's bytes, 64 lower-case hex digits
   */
  public static String eachSample(Path file, BiConsumer<Integer, JsonNode> sink) {
    return eachSample(file, JsonFiles.MAPPER::createParser, sink);
  }

  /** As {@link #eachSample(Path, BiConsumer)}, read by another parser. */
  static String eachSample(Path file, Parsing parsing, BiConsumer<Integer, JsonNode> sink) {
    return eachSample(file, parsing, (index, sample, _) -> sink.accept(index, sample));
  }

  /** Begins to take JSON apart. */
  @FunctionalInterface
  interface Parsing {
    JsonParser parser(InputStream in) throws IOException;
  }

  /** Takes an element with its index and the place of its first byte. */
  @FunctionalInterface
  interface Sink {
    void accept(int index, JsonNode element, long offset);
  }

  /** As {@link #eachSample(Path, BiConsumer)}, with the place of each. */
  static String eachSample(Path file, Parsing parsing, Sink sink) {
    return JsonFiles.read(
        file,
        in -> {
          var counted = new TextLimits.Counted(in, file.toString());
          var digest = new DigestInputStream(counted, Sha256.digest());
          try (JsonParser parser = parsing.parser(digest)) {
            elements(
                file,
                parser,
                (index, element, offset) -> {
                  sink.accept(index, element, offset);
                  counted.begin(index + 1);
                });
          }
          return Sha256.hex(digest.getMessageDigest());
        });
  }

  private static void elements(Path file, JsonParser parser, Sink sink) throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        array(parser, sink);
        if (parser.nextToken() != null) {
          throw wrong(file, parser, "text after the array; expected the end of the file");
        }
      } else if (first == JsonToken.START_OBJECT) {
        objects(file, parser, sink);
      } else {
        parser.skipChildren();
        throw new DataError(
            file.toString(), "/", "found no array; expected an array of samples or one a line");
      }
    } catch (StreamConstraintsException e) {
      throw JsonFiles.syntax(file, parser.currentLocation(), e);
    }
  }

  private static void array(JsonParser parser, Sink sink) throws IOException {
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      long offset = offset(parser);
      sink.accept(index, element(parser), offset);
      parser.skipChildren();
    }
  }

  /**
   * One sample an object, whether on lines of their own or not; or one object of samples by id; or
   * one object whose first member is an array of them.
   */
  private static void objects(Path file, JsonParser parser, Sink sink) throws IOException {
    String name = parser.nextFieldName();
    JsonToken value = name == null ? null : parser.nextToken();
    boolean member = name != null && MEMBERS.matcher(name).matches();
    if (value == JsonToken.START_ARRAY && !member) {
      int[] samples = {0};
      array(
          parser,
          (index, sample, offset) -> {
            samples[0]++;
            sink.accept(index, sample, offset);
          });
      if (samples[0] == 0) {
        throw new DataError(
            file.toString(), "/", "found an object without samples; expected an array of samples");
      }
      parser.nextToken();
      while (parser.currentToken() == JsonToken.FIELD_NAME) {
        parser.nextToken();
        parser.skipChildren();
        parser.nextToken();
      }
    } else if (value == JsonToken.START_OBJECT && !member) {
      int index = 0;
      for (; name != null; name = parser.nextFieldName()) {
        sink.accept(index++, named(name, index == 1 ? parser : next(parser)), -1);
      }
    } else {
      sink.accept(0, rest(parser, name), 0);
      for (int index = 1; parser.nextToken() != null; index++) {
        long offset = offset(parser);
        sink.accept(index, element(parser), offset);
        parser.skipChildren();
      }
      return;
    }
    if (parser.nextToken() != null) {
      throw wrong(file, parser, "text after the object; expected the end of the file");
    }
  }

  private static long offset(JsonParser parser) {
    return parser.currentTokenLocation().getByteOffset();
  }

  private static JsonParser next(JsonParser parser) throws IOException {
    parser.nextToken();
    return parser;
  }

  /** A sample whose id is its name in an object, unless it says one itself. */
  private static JsonNode named(String id, JsonParser parser) throws IOException {
    JsonNode sample = element(parser);
    parser.skipChildren();
    if (sample instanceof ObjectNode object && !object.has("sample_id")) {
      object.put("sample_id", id);
    }
    return sample;
  }

  /** An object whose first name has been read, and whose first value has begun. */
  private static JsonNode rest(JsonParser parser, @Nullable String name) throws IOException {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (String key = name; key != null; key = parser.nextFieldName()) {
      if (!key.equals(name) || object.has(key)) {
        parser.nextToken();
      }
      object.set(key, parser.readValueAsTree());
    }
    return object;
  }

  private static DataError wrong(Path file, JsonParser parser, String what) {
    String line = "line " + parser.currentLocation().getLineNr();
    return new DataError(file.toString(), line, "found " + what);
  }

  private static JsonNode element(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.START_ARRAY
        ? JsonNodeFactory.instance.arrayNode()
        : parser.readValueAsTree();
  }
}
