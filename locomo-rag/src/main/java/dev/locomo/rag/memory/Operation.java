package dev.locomo.rag.memory;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.rag.memory.MemorySystem.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one operation is asked of a system, and where its reply says what.
 *
 * @param target a tool, {@code POST /path}, or the operation's own name; may hold slots
 * @param body arguments or the body of the request, with slots; null for none
 * @param at pointers into the reply: {@code items} to the list, {@code id}, {@code text}, {@code
 *     score}, {@code time} and {@code source} within an item, {@code answer}, {@code pending},
 *     {@code name}, {@code version}
 * @param fanOut whether a search is made for each content word of the question
 * @param poll asked until the reply says that the operation is through; null for none
 */
record Operation(
    String target,
    @Nullable JsonNode body,
    Map<String, JsonPointer> at,
    boolean fanOut,
    @Nullable Poll poll) {
  private static final int SHOWN = 120;

  /**
   * What is asked again and again.
   *
   * @param until what a place of the reply holds when it is through
   * @param failed what it holds when that failed
   * @param every seconds between
   */
  record Poll(
      Operation request,
      Map<JsonPointer, JsonNode> until,
      Map<JsonPointer, JsonNode> failed,
      double every) {
    /** Whether a reply says that it is through; fails when it says that it never will be. */
    boolean through(JsonNode reply) {
      if (!failed.isEmpty() && holds(failed, reply)) {
        throw new ProviderError(Kind.REJECTED, "it failed: " + shown(reply), null, null);
      }
      return holds(until, reply);
    }

    private static boolean holds(Map<JsonPointer, JsonNode> wanted, JsonNode reply) {
      return wanted.entrySet().stream()
          .allMatch(w -> reply.at(w.getKey()).asText().equals(w.getValue().asText()));
    }
  }

  /** The contract's own operation of this name, its parameters as they are. */
  static Operation ours(String target) {
    var at =
        Map.of(
            "items",
            "/items",
            "id",
            "/id",
            "text",
            "/text",
            "score",
            "/score",
            "time",
            "/time",
            "source",
            "/sources",
            "answer",
            "/answer",
            "pending",
            "/pending");
    var pointers = new HashMap<String, JsonPointer>();
    at.forEach((name, pointer) -> pointers.put(name, JsonPointer.compile(pointer)));
    JsonNode params = JsonNodeFactory.instance.textNode("${params}");
    return new Operation(target, params, pointers, false, null);
  }

  /** The items of a reply, in its order. */
  List<Item> items(JsonNode reply) {
    JsonNode list = at(reply, "items");
    if (!list.isArray()) {
      throw malformed("no list at " + at.getOrDefault("items", JsonPointer.empty()), reply);
    }
    var items = new ArrayList<Item>();
    for (JsonNode one : (ArrayNode) list) {
      JsonNode text = at.containsKey("text") ? at(one, "text") : one;
      if (!text.isTextual() && !text.isArray()) {
        throw malformed("no text at " + at.get("text") + " of item " + items.size(), one);
      }
      JsonNode score = optional(one, "score");
      items.add(
          new Item(
              optional(one, "id").asText(""),
              String.join("\n", texts(text)),
              score.isNumber() ? score.doubleValue() : Double.NaN,
              optional(one, "time").asText(""),
              texts(optional(one, "source"))));
    }
    return items;
  }

  /** The answer of a reply. */
  String answer(JsonNode reply) {
    JsonNode answer = at(reply, "answer");
    if (!answer.isTextual()) {
      throw malformed("no text at " + at.getOrDefault("answer", JsonPointer.empty()), reply);
    }
    return answer.textValue();
  }

  /** What a pointer of the descriptor points to; missing when the descriptor has no such one. */
  JsonNode optional(JsonNode reply, String pointer) {
    return at.containsKey(pointer) ? at(reply, pointer) : JsonNodeFactory.instance.missingNode();
  }

  private JsonNode at(JsonNode reply, String pointer) {
    return reply.at(at.getOrDefault(pointer, JsonPointer.empty()));
  }

  private static List<String> texts(JsonNode value) {
    var texts = new ArrayList<String>();
    if (value.isArray()) {
      value.forEach(one -> texts.add(one.asText()));
    } else if (value.isValueNode() && !value.isNull()) {
      texts.add(value.asText());
    }
    return texts;
  }

  private static ProviderError malformed(String what, JsonNode reply) {
    return new ProviderError(Kind.MALFORMED_REPLY, what + "; found " + shown(reply), null, null);
  }

  static String shown(JsonNode reply) {
    String text = reply.isMissingNode() ? "nothing" : reply.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }
}
