package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON with slots. A text that is one slot, {@code "${k}"}, becomes the value itself; a slot within
 * a text becomes text, nothing where there is no value. An object {@code {"${turns}": X}} becomes a
 * list with an X for each turn of the session.
 */
final class Template {
  private static final Pattern SLOT = Pattern.compile("\\$\\{([^{}]*)\\}");
  private static final String TURNS = "${turns}";
  private static final Set<String> NAMES =
      Set.of(
          "namespace",
          "work",
          "folder",
          "speakers",
          "speaker_a",
          "speaker_b",
          "question",
          "k",
          "now",
          "params",
          "pending",
          "session",
          "session.id",
          "session.index",
          "session.time",
          "session.date",
          "session.epoch",
          "session.turns",
          "turn",
          "turn.id",
          "turn.speaker",
          "turn.text",
          "turn.time",
          "turn.epoch",
          "turn.images",
          "turn.caption");
  private static final List<String> FREE = List.of("env.", "models.");

  private Template() {}

  /** The first slot in a text that nothing fills. */
  static Optional<String> unknown(String text) {
    return SLOT.matcher(text)
        .results()
        .map(m -> m.group(1))
        .filter(name -> !NAMES.contains(name) && FREE.stream().noneMatch(name::startsWith))
        .filter(name -> !name.equals("turns"))
        .findFirst();
  }

  /** The names of slots with this beginning in a tree. */
  static List<String> named(JsonNode tree, String prefix) {
    return SLOT.matcher(tree.toString())
        .results()
        .map(m -> m.group(1))
        .filter(name -> name.startsWith(prefix))
        .distinct()
        .toList();
  }

  /** A template with its slots filled. */
  static JsonNode fill(JsonNode template, ObjectNode values) {
    if (template.isTextual()) {
      var slot = SLOT.matcher(template.textValue());
      return slot.matches()
          ? value(values, slot.group(1))
          : TextNode.valueOf(fill(template.textValue(), values, text -> text));
    }
    if (template.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      template.forEach(one -> list.add(fill(one, values)));
      return list;
    }
    if (template.isObject() && template.has(TURNS)) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (JsonNode turn : values.path("session").path("turns")) {
        ObjectNode inner = values.deepCopy();
        inner.set("turn", turn);
        list.add(fill(template.path(TURNS), inner));
      }
      return list;
    }
    if (template.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      template
          .properties()
          .forEach(field -> object.set(field.getKey(), fill(field.getValue(), values)));
      return object;
    }
    return template;
  }

  /** A text with its slots filled, each value put through {@code as}. */
  static String fill(String text, ObjectNode values, UnaryOperator<String> as) {
    return SLOT.matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(as.apply(value(values, m.group(1)).asText(""))));
  }

  private static JsonNode value(ObjectNode values, String name) {
    JsonNode value = values.at("/" + name.replace('.', '/'));
    return value.isMissingNode() ? JsonNodeFactory.instance.nullNode() : value;
  }
}
