package dev.locomo.rag.memory.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Ask.Message;
import dev.locomo.core.llm.Ask.Role;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for a chat completion, in OpenAI's shape. What changes a reply either reaches the model
 * or is refused; nothing is dropped in silence.
 *
 * @param asked the model's name that the system used
 */
record ChatRequest(Ask ask, String asked, boolean streams, boolean usage) {
  private static final Set<String> READ =
      Set.of(
          "model",
          "messages",
          "temperature",
          "top_p",
          "max_tokens",
          "max_completion_tokens",
          "seed",
          "tools",
          "response_format",
          "stream",
          "stream_options");

  /** They change no reply. */
  private static final Set<String> IGNORED =
      Set.of("user", "metadata", "store", "service_tier", "safety_identifier", "prompt_cache_key");

  private static final Set<String> REFUSED =
      Set.of(
          "n",
          "logprobs",
          "top_logprobs",
          "audio",
          "modalities",
          "functions",
          "function_call",
          "web_search_options");

  /** Values that ask for what is done anyway. */
  private static final Set<String> HARMLESS = Set.of("0", "0.0", "false", "\"auto\"", "[]", "{}");

  /**
   * Reads one.
   *
   * @param model answers it, whatever model it asks for
   * @throws ProxyError when it cannot be passed on as it is
   */
  static ChatRequest read(JsonNode body, ModelSpec model) {
    if (!body.isObject() || !body.path("messages").isArray() || body.path("messages").isEmpty()) {
      throw ProxyError.bad("messages: expected a list of one message or more");
    }
    var patch = JsonFiles.MAPPER.createObjectNode();
    boolean json = format(body.path("response_format"), model, patch);
    body.properties().forEach(field -> further(field, model, patch));
    Integer most = integer(body, "max_completion_tokens");
    Integer seed = integer(body, "seed");
    boolean none = body.path("tool_choice").asText().equals("none");
    var ask =
        new Ask(
            model.model(),
            messages(body.path("messages")),
            number(body, "temperature"),
            number(body, "top_p"),
            most == null ? integer(body, "max_tokens") : most,
            seed == null ? null : Long.valueOf(seed),
            json,
            0,
            patch.isEmpty() ? "" : patch.toString(),
            none ? List.of() : tools(body.path("tools")));
    return new ChatRequest(
        ask,
        body.path("model").asText(),
        body.path("stream").asBoolean(),
        body.path("stream_options").path("include_usage").asBoolean());
  }

  private static boolean format(JsonNode format, ModelSpec model, ObjectNode patch) {
    String type = format.path("type").asText("text");
    if (type.equals("json_schema") && model.provider().speaksOpenAi()) {
      patch.set("response_format", format);
    } else if (!Set.of("text", "json_object").contains(type)) {
      throw ProxyError.bad(
          "response_format: " + model.provider() + " takes text or json_object here");
    }
    return type.equals("json_object");
  }

  private static void further(
      Map.Entry<String, JsonNode> field, ModelSpec model, ObjectNode patch) {
    String name = field.getKey();
    JsonNode value = field.getValue();
    boolean same = value.isNull() || HARMLESS.contains(value.toString());
    boolean choice = name.equals("tool_choice") && value.asText().equals("none");
    if (READ.contains(name) || IGNORED.contains(name) || same || choice) {
      return;
    }
    if (name.equals("n") && value.asInt() == 1) {
      return;
    }
    if (REFUSED.contains(name) || !model.provider().speaksOpenAi()) {
      throw ProxyError.bad(name + ": not passed on to " + model.provider());
    }
    patch.set(name, value);
  }

  private static List<Message> messages(JsonNode list) {
    var messages = new ArrayList<Message>();
    Map<String, Tool.Call> made = new HashMap<>();
    for (JsonNode one : list) {
      String text = text(one.path("content"));
      switch (one.path("role").asText()) {
        case "system", "developer" -> messages.add(new Message(Role.SYSTEM, text));
        case "user" -> messages.add(new Message(Role.USER, text));
        case "assistant" -> {
          List<Tool.Call> calls = calls(one.path("tool_calls"));
          calls.forEach(call -> made.put(call.id(), call));
          messages.add(new Message(Role.ASSISTANT, text, calls));
        }
        case "tool" -> {
          Tool.Call call = made.get(one.path("tool_call_id").asText());
          if (call == null) {
            throw ProxyError.bad("messages: a tool's message answers no call before it");
          }
          messages.add(new Message(Role.TOOL, text, List.of(call)));
        }
        default -> throw ProxyError.bad("messages: unknown role " + one.path("role"));
      }
    }
    return messages;
  }

  private static String text(JsonNode content) {
    if (content.isArray()) {
      var text = new StringBuilder();
      for (JsonNode part : content) {
        if (!part.path("text").isTextual()) {
          throw ProxyError.bad(
              "messages: only parts of text are passed on, found " + part.path("type"));
        }
        text.append(part.path("text").textValue());
      }
      return text.toString();
    }
    if (!content.isTextual() && !content.isNull() && !content.isMissingNode()) {
      throw ProxyError.bad("messages: content is a text, a list of parts or null");
    }
    return content.isTextual() ? content.textValue() : "";
  }

  private static List<Tool.Call> calls(JsonNode list) {
    var calls = new ArrayList<Tool.Call>();
    for (JsonNode call : list) {
      JsonNode function = call.path("function");
      if (!function.path("name").isTextual()) {
        throw ProxyError.bad("tool_calls: expected functions with a name");
      }
      calls.add(
          new Tool.Call(
              call.path("id").asText(),
              function.path("name").asText(),
              function.path("arguments").asText("{}")));
    }
    return calls;
  }

  private static List<Tool> tools(JsonNode list) {
    var tools = new ArrayList<Tool>();
    for (JsonNode one : list) {
      JsonNode function = one.path("function");
      JsonNode schema = function.path("parameters");
      if (!function.path("name").isTextual() || !(schema.isObject() || schema.isMissingNode())) {
        throw ProxyError.bad("tools: only functions with a name and a schema are passed on");
      }
      tools.add(
          new Tool(
              function.path("name").asText(),
              function.path("description").asText(""),
              schema.isObject() ? schema.toString() : "{\"type\":\"object\",\"properties\":{}}"));
    }
    return tools;
  }

  private static @Nullable Double number(JsonNode body, String name) {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw ProxyError.bad(name + ": expected a number");
    }
    return value.doubleValue();
  }

  private static @Nullable Integer integer(JsonNode body, String name) {
    Double value = number(body, name);
    if (value != null && (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE)) {
      throw ProxyError.bad(name + ": expected a whole number");
    }
    return value == null ? null : Integer.valueOf(value.intValue());
  }

  /** The reply as one object. */
  ObjectNode whole(Reply reply) {
    ObjectNode body = head(reply, "chat.completion");
    var choice = body.putArray("choices").addObject().put("index", 0);
    fill(choice.putObject("message"), reply, false);
    choice.put("finish_reason", finish(reply));
    usage(body, reply);
    return body;
  }

  /** The reply as events: the message, why it ended, what it took, the end. */
  String events(Reply reply) {
    ObjectNode message = head(reply, "chat.completion.chunk");
    var choice = message.putArray("choices").addObject().put("index", 0);
    fill(choice.putObject("delta"), reply, true);
    choice.putNull("finish_reason");
    ObjectNode end = head(reply, "chat.completion.chunk");
    var last = end.putArray("choices").addObject().put("index", 0);
    last.putObject("delta");
    last.put("finish_reason", finish(reply));
    String events = "data: " + message + "\n\ndata: " + end + "\n\n";
    if (usage) {
      ObjectNode took = head(reply, "chat.completion.chunk");
      took.putArray("choices");
      usage(took, reply);
      events += "data: " + took + "\n\n";
    }
    return events + "data: [DONE]\n\n";
  }

  private ObjectNode head(Reply reply, String object) {
    String id = reply.requestId();
    String model = reply.providerModel();
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("id", id == null ? "chatcmpl-0" : id)
        .put("object", object)
        .put("created", 0)
        .put("model", model == null ? ask.model() : model);
  }

  private static void fill(ObjectNode message, Reply reply, boolean numbered) {
    message.put("role", "assistant");
    message.put(
        "content", reply.text().isEmpty() && !reply.calls().isEmpty() ? null : reply.text());
    if (reply.calls().isEmpty()) {
      return;
    }
    var calls = message.putArray("tool_calls");
    for (Tool.Call call : reply.calls()) {
      ObjectNode one = calls.addObject();
      if (numbered) {
        one.put("index", calls.size() - 1);
      }
      one.put("id", call.id()).put("type", "function");
      one.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
  }

  private static String finish(Reply reply) {
    return switch (reply.finish()) {
      case LENGTH -> "length";
      case FILTERED -> "content_filter";
      case STOP, THOUGHT, OTHER -> reply.calls().isEmpty() ? "stop" : "tool_calls";
    };
  }

  /** Left out where the provider did not count. */
  private static void usage(ObjectNode body, Reply reply) {
    Integer input = reply.inputTokens();
    Integer output = reply.outputTokens();
    if (input != null && output != null) {
      body.putObject("usage")
          .put("prompt_tokens", input)
          .put("completion_tokens", output)
          .put("total_tokens", input + output);
    }
  }
}
