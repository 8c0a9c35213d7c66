package dev.locomo.cli.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One server that speaks the chat interfaces of all providers and has one fault at a time. */
final class FaultyProvider implements AutoCloseable {
  private final FakeServer server = new FakeServer();
  private int received;

  /** A chat interface. */
  enum Dialect {
    openai("OPENAI_API_KEY", "/v1", "stop", "length", "content_filter"),
    anthropic("ANTHROPIC_API_KEY", "/v1", "end_turn", "max_tokens", "refusal"),
    google("GOOGLE_API_KEY", "/v1beta", "STOP", "MAX_TOKENS", "SAFETY"),
    mistral("MISTRAL_API_KEY", "/v1", "stop", "model_length", "content_filter"),
    ollama("", "", "stop", "length", "content_filter");

    final String keyVariable;
    final String version;
    final String done;
    final String cut;
    final String filtered;

    Dialect(String keyVariable, String version, String done, String cut, String filtered) {
      this.keyVariable = keyVariable;
      this.version = version;
      this.done = done;
      this.cut = cut;
      this.filtered = filtered;
    }

    /** A reply of one or several pieces of text. */
    ObjectNode reply(String finish, String... pieces) {
      ObjectNode root = JsonFiles.MAPPER.createObjectNode().put("model", "m-2026");
      switch (this) {
        case openai, mistral -> {
          ObjectNode choice = root.putArray("choices").addObject();
          texts(choice.putObject("message").put("role", "assistant"), pieces);
          choice.put("finish_reason", finish);
        }
        case anthropic -> {
          texts(root.put("type", "message").put("stop_reason", finish), pieces);
          if (!root.path("content").isArray()) {
            root.putArray("content").addObject().put("type", "text").put("text", pieces[0]);
          }
        }
        case google -> {
          ObjectNode candidate = root.putArray("candidates").addObject();
          for (String piece : pieces) {
            candidate.withObject("content").withArray("parts").addObject().put("text", piece);
          }
          candidate.put("finishReason", finish);
        }
        case ollama -> {
          texts(root.putObject("message").put("role", "assistant"), pieces);
          root.put("done", true).put("done_reason", finish);
        }
      }
      count(root, "10", "2");
      return root;
    }

    private static void texts(ObjectNode into, String... pieces) {
      if (pieces.length == 1) {
        into.put("content", pieces[0]);
        return;
      }
      for (String piece : pieces) {
        into.withArray("content").addObject().put("type", "text").put("text", piece);
      }
    }

    /** Puts counts of tokens in, as they are written. */
    ObjectNode count(ObjectNode root, String input, String output) {
      ObjectNode into =
          switch (this) {
            case google -> root.putObject("usageMetadata");
            case ollama -> root;
            default -> root.putObject("usage");
          };
      var names =
          switch (this) {
            case anthropic -> List.of("input_tokens", "output_tokens");
            case google -> List.of("promptTokenCount", "candidatesTokenCount");
            case ollama -> List.of("prompt_eval_count", "eval_count");
            default -> List.of("prompt_tokens", "completion_tokens");
          };
      into.set(names.get(0), json(input));
      into.set(names.get(1), json(output));
      return root;
    }

    /** Puts a thought where the provider has its place for it. */
    ObjectNode thinking(ObjectNode root, String thought) {
      switch (this) {
        case openai -> message(root).put("reasoning_content", thought);
        case ollama -> message(root).put("thinking", thought);
        case google ->
            ((ArrayNode) root.path("candidates").path(0).path("content").path("parts"))
                .insertObject(0)
                .put("thought", true)
                .put("text", thought);
        case anthropic ->
            root.withArray("content")
                .insertObject(0)
                .put("type", "thinking")
                .put("thinking", thought);
        case mistral -> {
          String said = message(root).path("content").asText();
          var parts = message(root).putArray("content");
          parts
              .addObject()
              .put("type", "thinking")
              .putArray("thinking")
              .addObject()
              .put("type", "text")
              .put("text", thought);
          parts.addObject().put("type", "text").put("text", said);
        }
      }
      return root;
    }

    private static ObjectNode message(ObjectNode root) {
      JsonNode choice = root.path("choices").path(0);
      return (ObjectNode) (choice.isObject() ? choice : root).path("message");
    }

    /** The texts of a request's messages, a line each. */
    String prompt(JsonNode request) {
      var texts = new ArrayList<String>();
      for (JsonNode message : request.path(this == google ? "contents" : "messages")) {
        JsonNode content = message.path(this == google ? "parts" : "content");
        texts.add(content.isTextual() ? content.asText() : content.findPath("text").asText());
      }
      return String.join("\n", texts);
    }
  }

  private static JsonNode json(String value) {
    try {
      return JsonFiles.MAPPER.readTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What it does with a request. */
  @FunctionalInterface
  interface Answer {
    /**
     * @param text what a good model would say
     * @param exchange to be answered, or closed
     */
    void to(Dialect dialect, String text, HttpExchange exchange) throws IOException;
  }

  FaultyProvider() throws IOException {}

  /**
   * From now on, requests counted anew.
   *
   * @param model says what a good model would say to a prompt
   */
  void behaves(Dialect dialect, Answer answer, Function<String, String> model) {
    received = 0;
    server.reacts((exchange, request) -> {
      received++;
      answer.to(dialect, model.apply(dialect.prompt(request.json())), exchange);
    });
  }

  int received() {
    return received;
  }

  String url(Dialect dialect) {
    return server.url() + dialect.version;
  }

  @Override
  public void close() {
    server.close();
  }
}
