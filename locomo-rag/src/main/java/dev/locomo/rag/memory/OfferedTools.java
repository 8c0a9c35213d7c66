package dev.locomo.rag.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a server of MCP that a model may have called: those that the descriptor's {@code
 * tools} names, else those that the server itself says change nothing and whose names providers
 * take.
 *
 * @param fixed by name: the arguments that the descriptor fills in, with slots; a model neither
 *     sees nor sets them
 */
record OfferedTools(Map<String, ObjectNode> fixed) {
  private static final int LONGEST_DESCRIPTION = 4_000;

  static OfferedTools of(MemoryDescriptor descriptor) {
    var fixed = new LinkedHashMap<String, ObjectNode>();
    for (JsonNode tool : descriptor.content().path("tools")) {
      var arguments = tool.path("arguments");
      fixed.put(
          tool.isTextual() ? tool.asText() : tool.path("tool").asText(),
          arguments instanceof ObjectNode said ? said : JsonNodeFactory.instance.objectNode());
    }
    return new OfferedTools(fixed);
  }

  /** What is offered of what a server lists, in its order. */
  List<Tool> among(List<JsonNode> listed) {
    var tools = new ArrayList<Tool>();
    for (JsonNode one : listed) {
      String name = one.path("name").asText();
      boolean offered =
          fixed.isEmpty()
              ? one.at("/annotations/readOnlyHint").asBoolean() && plain(name).equals(name)
              : fixed.containsKey(name);
      if (offered) {
        String about = one.path("description").asText();
        tools.add(
            new Tool(
                plain(name),
                about.substring(0, Math.min(LONGEST_DESCRIPTION, about.length())),
                schema(one.path("inputSchema"), fixed.get(name)).toString()));
      }
    }
    return tools;
  }

  /** Providers take no other characters in a name. */
  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  /** Without the arguments that are not the model's. */
  private static ObjectNode schema(JsonNode said, @Nullable ObjectNode fixed) {
    ObjectNode schema =
        said instanceof ObjectNode o ? o.deepCopy() : JsonFiles.MAPPER.createObjectNode();
    schema.put("type", "object").remove("$schema");
    ObjectNode properties =
        schema.path("properties") instanceof ObjectNode o ? o : schema.putObject("properties");
    var required = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode name : schema.path("required")) {
      if (fixed == null || !fixed.has(name.asText())) {
        required.add(name);
      }
    }
    if (fixed != null) {
      fixed.fieldNames().forEachRemaining(properties::remove);
    }
    return required.isEmpty() ? schema.without("required") : schema.set("required", required);
  }

  /** The server's own name of a tool. */
  private String target(String called) {
    return fixed.keySet().stream().filter(n -> plain(n).equals(called)).findFirst().orElse(called);
  }

  /**
   * A call of a model as an operation; what the model wrote is never looked through for slots.
   *
   * @param values of the slots; gets the arguments
   * @throws ProviderError {@code REJECTED} when they are no JSON object
   */
  Operation operation(Tool.Call call, ObjectNode values) {
    String target = target(call.name());
    ObjectNode arguments = call.parsed();
    if (arguments == null) {
      throw new ProviderError(Kind.REJECTED, "the arguments are no JSON object", null, null);
    }
    var own = fixed.get(target);
    if (own != null) {
      arguments.setAll((ObjectNode) Template.fill(own, values));
    }
    values.set("params", arguments);
    JsonNode params = JsonNodeFactory.instance.textNode("${params}");
    return new Operation(target, params, Map.of(), false, null);
  }

  /** What a result says in words; what is no text is named. */
  static String text(JsonNode result) {
    var texts = new ArrayList<String>();
    for (JsonNode part : result.path("content")) {
      texts.add(part.path("text").asText("[" + part.path("type").asText("nothing") + "]"));
    }
    JsonNode structured = result.path("structuredContent");
    return texts.isEmpty() && !structured.isMissingNode()
        ? structured.toString()
        : String.join("\n", texts);
  }
}
