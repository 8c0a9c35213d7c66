package dev.locomo.core.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a model may have called for it.
 *
 * @param name letters, digits, {@code _} and {@code -}, as providers want it
 * @param description what it does, for the model; may be empty
 * @param parameters the JSON schema of its arguments, an object, as text
 */
public record Tool(String name, String description, String parameters) {
  /**
   * A call that a model wants made.
   *
   * @param id the provider's, or a number of ours where it gives none
   * @param name the tool's
   * @param arguments a JSON object as text, as the model wrote it: it may be no JSON
   */
  public record Call(String id, String name, String arguments) {
    /** The same with each of its texts changed. */
    Call map(UnaryOperator<String> change) {
      return new Call(change.apply(id), change.apply(name), change.apply(arguments));
    }
  }

  /** Calls as JSON; an empty array for none. */
  public static ArrayNode json(List<Call> calls) {
    var all = JsonFiles.MAPPER.createArrayNode();
    calls.forEach(call ->
        all.addObject()
            .put("id", call.id())
            .put("name", call.name())
            .put("arguments", call.arguments()));
    return all;
  }

  /** Calls as {@link #json} writes them; none where there are none. */
  public static List<Call> calls(JsonNode json) {
    var calls = new ArrayList<Call>();
    json.forEach(node ->
        calls.add(
            new Call(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("arguments").asText())));
    return calls;
  }
}
