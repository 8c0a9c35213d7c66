package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Carries a change over to a file that holds more than what was changed. What a file says is read
 * into records and written again as {@code before}; the changed records give {@code after}. Where
 * the two are equal the file's own JSON stays, whatever its spelling; where they differ the change
 * is made, member by member, and members that neither knows stay where they are.
 */
final class Overlay {
  private Overlay() {}

  /** The file's JSON with the difference between the other two; none of the three is altered. */
  static JsonNode apply(JsonNode file, JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return file;
    }
    if (file instanceof ObjectNode f
        && before instanceof ObjectNode b
        && after instanceof ObjectNode a) {
      return object(f, b, a);
    }
    if (file instanceof ArrayNode f
        && before instanceof ArrayNode b
        && after instanceof ArrayNode a
        && f.size() == b.size()) {
      return array(f, b, a);
    }
    return after;
  }

  private static ObjectNode object(ObjectNode file, ObjectNode before, ObjectNode after) {
    var result = JsonNodeFactory.instance.objectNode();
    for (var member : file.properties()) {
      String key = member.getKey();
      if (after.has(key) || !before.has(key)) {
        result.set(key, member(member.getValue(), before.path(key), after.path(key)));
      }
    }
    for (var member : after.properties()) {
      boolean added = !member.getValue().equals(before.get(member.getKey()));
      if (added && !file.has(member.getKey())) {
        result.set(member.getKey(), member.getValue());
      }
    }
    return result;
  }

  private static JsonNode member(JsonNode file, JsonNode before, JsonNode after) {
    return after.isMissingNode() ? file : apply(file, before, after);
  }

  /** Of as many elements each goes with its own; otherwise with an equal one, if there is one. */
  private static ArrayNode array(ArrayNode file, ArrayNode before, ArrayNode after) {
    var result = JsonNodeFactory.instance.arrayNode();
    if (before.size() == after.size()) {
      for (int i = 0; i < after.size(); i++) {
        result.add(apply(file.get(i), before.get(i), after.get(i)));
      }
      return result;
    }
    Map<JsonNode, Queue<JsonNode>> kept = new HashMap<>();
    for (int i = 0; i < before.size(); i++) {
      kept.computeIfAbsent(before.get(i), _ -> new ArrayDeque<>()).add(file.get(i));
    }
    for (var element : after) {
      JsonNode same = kept.getOrDefault(element, new ArrayDeque<>()).poll();
      result.add(same == null ? element : same);
    }
    return result;
  }
}
