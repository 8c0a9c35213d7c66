package dev.locomo.eval.errata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.errata.Correction.Action;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link Errata} as a JSON file; {@code docs/json.md} describes it. */
public final class ErrataFile {
  private static final int FORMAT = 1;
  private static final String GOLD_RIGHT = "gold_right";

  private ErrataFile() {}

  /** The document. */
  public static String write(Errata errata) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("format", FORMAT).put("name", errata.name()).put("version", errata.version());
    root.put("source", errata.source()).put("data_sha256", errata.dataSha256());
    ArrayNode corrections = root.putArray("corrections");
    for (Correction c : errata.corrections()) {
      ObjectNode node = corrections.addObject();
      node.put("question_id", c.question().toString()).put("question", c.text());
      node.put("action", c.action().label());
      if (c.answer() != null) {
        node.put("answer", c.answer());
      }
      if (c.evidence() != null) {
        ArrayNode evidence = node.putArray("evidence");
        c.evidence().forEach(evidence::add);
      }
      node.put("reason", c.reason());
      if (c.goldRight()) {
        node.put(GOLD_RIGHT, true);
      }
    }
    return root.toPrettyString() + "\n";
  }

  /**
   * Reads one.
   *
   * @throws DataError when it is no such file, or corrects a question twice
   */
  public static Errata read(Path file) {
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    if (root.path("format").asInt() != FORMAT || !root.path("corrections").isArray()) {
      throw new DataError(
          file.toString(), "", "no errata file; expected {\"format\": 1, \"corrections\": [...]}");
    }
    var corrections = new ArrayList<Correction>();
    var seen = new HashSet<QuestionId>();
    int i = 0;
    for (JsonNode node : root.path("corrections")) {
      var correction = new Entry(file.toString(), "/corrections/" + i++, node).read();
      if (!seen.add(correction.question())) {
        throw new DataError(
            file.toString(),
            "/corrections/" + (i - 1),
            "found " + correction.question() + " a second time; expected each question once");
      }
      corrections.add(correction);
    }
    return new Errata(
        root.path("name").asText(file.getFileName().toString()),
        root.path("version").asText(""),
        root.path("source").asText(""),
        sha256(file, root.path("data_sha256")),
        corrections);
  }

  private static @Nullable String sha256(Path file, JsonNode node) {
    if (!node.isTextual() && !node.isMissingNode() && !node.isNull()) {
      throw new DataError(
          file.toString(), "/data_sha256", "found " + node + "; expected a string of 64 digits");
    }
    return node.textValue();
  }

  /** One correction and where it stands. */
  private record Entry(String file, String pointer, JsonNode node) {
    Correction read() {
      String id = node.path("question_id").asText();
      var question =
          QuestionId.parse(id)
              .orElseThrow(() -> wrong("/question_id", "expected an id such as conv-26/37"));
      Action action =
          Arrays.stream(Action.values())
              .filter(a -> a.label().equals(node.path("action").asText()))
              .findFirst()
              .orElseThrow(() -> wrong("/action", "expected replace, void or evidence"));
      JsonNode answer = node.path("answer");
      if ((action == Action.REPLACE) != answer.isTextual()) {
        throw wrong("/answer", "expected a string with replace, and none with other actions");
      }
      List<String> evidence = evidence();
      if (action == Action.EVIDENCE && evidence == null) {
        throw wrong("/evidence", "expected a list of turn ids");
      }
      return new Correction(
          question,
          text("question"),
          action,
          answer.textValue(),
          evidence,
          node.path("reason").asText(),
          goldRight(action));
    }

    private boolean goldRight(Action action) {
      JsonNode right = node.path(GOLD_RIGHT);
      if (!right.isMissingNode() && (!right.isBoolean() || action != Action.VOID)) {
        throw wrong("/" + GOLD_RIGHT, "expected true or false, with void alone");
      }
      return right.asBoolean();
    }

    private String text(String key) {
      String text = node.path(key).textValue();
      if (text == null) {
        throw wrong("/" + key, "expected a string");
      }
      return text;
    }

    private @Nullable List<String> evidence() {
      if (!node.has("evidence")) {
        return null;
      }
      var ids = new ArrayList<String>();
      for (JsonNode id : node.path("evidence")) {
        if (!id.isTextual()) {
          throw wrong("/evidence", "expected turn ids, strings");
        }
        ids.add(id.textValue());
      }
      return ids;
    }

    private DataError wrong(String place, String expected) {
      JsonNode found = node.at(place);
      return new DataError(
          file,
          pointer + place,
          "found " + (found.isMissingNode() ? "nothing" : found) + "; " + expected);
    }
  }
}
