package dev.locomo.eval.reproduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.reproduce.Reproduction.Answers;
import dev.locomo.eval.reproduce.Reproduction.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads reproductions from YAML, one or several documents a file. */
final class ReproductionReader {
  private static final int LARGEST = 1 << 18;

  private static final YAMLMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
  private static final Set<String> KEYS =
      Set.of("name", "tier", "about", "inputs", "answers", "needs", "run", "expect");

  private final String file;
  private int document;

  private ReproductionReader(String file) {
    this.file = file;
  }

  /**
   * Reads a stream.
   *
   * @param file its name, for errors
   * @throws DataError when something in it is not a reproduction, or it is longer than 256 KiB, for
   *     the time that a line takes grows with its square
   */
  static List<Reproduction> read(String file, InputStream in) {
    var reader = new ReproductionReader(file);
    try (var documents = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(text(file, in))) {
      var all = new ArrayList<Reproduction>();
      while (documents.hasNextValue()) {
        reader.document++;
        all.add(reader.reproduction(documents.nextValue()));
      }
      return all;
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      throw new DataError(file, "line " + line, "not valid YAML (" + what + ")", e);
    } catch (IOException e) {
      throw new DataError(file, "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private static String text(String file, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new DataError(file, "", "is longer than " + LARGEST + " bytes");
    }
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private Reproduction reproduction(JsonNode node) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            throw wrong("found the key " + key + "; expected " + KEYS.stream().sorted().toList());
          }
        });
    var inputs = inputs(node.path("inputs"));
    var answers = choice(node, "answers", Answers.values(), Answers.NONE);
    if (answers != Answers.NONE && !inputs.containsKey("data")) {
      throw wrong("answers are made from an input called data, and there is none");
    }
    var read =
        new Reproduction(
            name(text(node, "name")),
            choice(node, "tier", Tier.values(), null),
            text(node, "about"),
            inputs,
            answers,
            list(node.path("needs"), JsonNode::asText),
            nonEmpty("run", list(node.path("run"), JsonNode::asText)),
            nonEmpty("expect", list(node.path("expect"), this::expected)));
    Confinement.problem(read)
        .ifPresent(problem -> {
          throw wrong("run: " + Printable.line(problem));
        });
    return read;
  }

  /** A name is also that of a folder. */
  private String name(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw wrong("found name " + Printable.line(name) + "; expected letters, digits, . _ and -");
    }
    return name;
  }

  private Map<String, Input> inputs(JsonNode node) {
    var inputs = new LinkedHashMap<String, Input>();
    for (Map.Entry<String, JsonNode> input : node.properties()) {
      String sha256 = input.getValue().path("sha256").asText();
      if (!sha256.matches("([0-9a-f]{64})?")) {
        throw wrong("found sha256 " + sha256 + "; expected 64 hex digits");
      }
      String place = text(input.getValue(), "file");
      if (!Confinement.isBelow(place)) {
        throw wrong(
            "found the input " + Printable.line(place) + "; expected a path below --inputs");
      }
      if (!input.getKey().matches("[a-z][a-z0-9_-]*") || input.getKey().matches("run|answers")) {
        throw wrong(
            "found an input called " + Printable.line(input.getKey()) + "; expected a word");
      }
      inputs.put(input.getKey(), new Input(place, sha256));
    }
    return inputs;
  }

  private Expected expected(JsonNode node) {
    JsonNode value = node.path("value");
    JsonNode tolerance = node.path("tolerance");
    if (!value.isNumber() || !tolerance.isNumber() || tolerance.doubleValue() < 0) {
      throw wrong("found " + node + "; expected at, value and tolerance, a number of at least 0");
    }
    String at = text(node, "at");
    if (!at.startsWith("/")) {
      throw wrong("found at " + at + "; expected a JSON pointer such as /metrics/...");
    }
    return new Expected(
        at, value.doubleValue(), tolerance.doubleValue(), node.path("source").asText());
  }

  private String text(JsonNode node, String key) {
    String text = node.path(key).asText().strip();
    if (text.isEmpty()) {
      throw wrong("has no " + key);
    }
    return text;
  }

  private <E extends Enum<E>> E choice(
      JsonNode node, String key, E[] values, @Nullable E otherwise) {
    String text = node.path(key).asText();
    if (text.isEmpty() && otherwise != null) {
      return otherwise;
    }
    return Arrays.stream(values)
        .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> wrong("found " + key + " \"" + text + "\"; expected one of " + List.of(values)));
  }

  private <T> List<T> nonEmpty(String key, List<T> list) {
    if (list.isEmpty()) {
      throw wrong("has no " + key);
    }
    return list;
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
    var list = new ArrayList<T>();
    array.forEach(node -> list.add(each.apply(node)));
    return list;
  }

  private DataError wrong(String problem) {
    return new DataError(file, "document " + document, problem);
  }
}
