package dev.locomo.core.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
   * @param beside what the provider wants back with the calls of a reply, on the first of them:
   *     members of its own message, such as signed thoughts, as a JSON object; empty for nothing
   */
  public record Call(String id, String name, String arguments, String beside) {
    /** With nothing beside it. */
    public Call(String id, String name, String arguments) {
      this(id, name, arguments, "");
    }

    /** The arguments; null when they are no JSON object. */
    public @Nullable ObjectNode parsed() {
      try {
        String text = arguments.isBlank() ? "{}" : arguments;
        return JsonFiles.MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
      } catch (JsonProcessingException e) {
        return null;
      }
    }

    /** As a provider takes it back: without arguments where they are no JSON object. */
    public Call sound() {
      return parsed() == null ? new Call(id, name, "{}", beside) : this;
    }

    /** The same with each of its texts changed. */
    Call map(UnaryOperator<String> change) {
      return new Call(
          change.apply(id), change.apply(name), change.apply(arguments), change.apply(beside));
    }
  }

  /** Calls as JSON; an empty array for none. */
  public static ArrayNode json(List<Call> calls) {
    var all = JsonFiles.MAPPER.createArrayNode();
    for (Call call : calls) {
      var one = all.addObject().put("id", call.id()).put("name", call.name());
      one.put("arguments", call.arguments());
      if (!call.beside().isEmpty()) {
        one.put("beside", call.beside());
      }
    }
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
                node.path("arguments").asText(),
                node.path("beside").asText())));
    return calls;
  }
}
