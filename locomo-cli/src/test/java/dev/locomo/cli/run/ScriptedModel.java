package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A chat model that calls tools as a script says, in the words of a provider's API. */
final class ScriptedModel implements AutoCloseable {
  /**
   * What it says.
   *
   * @param calls empty when it answers
   */
  record Said(List<Tool.Call> calls, String text) {
    static Said call(String name, String arguments) {
      return new Said(List.of(new Tool.Call("t1", name, arguments)), "");
    }

    static Said answer(String text) {
      return new Said(List.of(), text);
    }
  }

  /** What it says when so many results are in a request. */
  interface Script {
    Said next(int results, JsonNode request);
  }

  final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final String provider;
  private final Script script;

  ScriptedModel(String provider, Script script) throws IOException {
    this.provider = provider;
    this.script = script;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::reply);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  private void reply(HttpExchange exchange) throws IOException {
    JsonNode request = JsonFiles.MAPPER.readTree(exchange.getRequestBody());
    requests.add(request);
    byte[] body = JsonFiles.MAPPER.writeValueAsBytes(body(script.next(results(request), request)));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** How many results of tools a request holds. */
  static int results(JsonNode request) {
    String all = request.path("messages").toString() + request.path("contents");
    return all.split("\"tool_result\"|\"functionResponse\"|\"role\":\"tool\"", -1).length - 1;
  }

  private ObjectNode body(Said said) throws IOException {
    ObjectNode body = JsonFiles.MAPPER.createObjectNode();
    boolean calls = !said.calls().isEmpty();
    switch (provider) {
      case "anthropic" -> {
        var content = body.put("stop_reason", calls ? "tool_use" : "end_turn").putArray("content");
        if (calls) {
          content.addObject().put("type", "thinking").put("thinking", "h").put("signature", "sig");
        } else {
          content.addObject().put("type", "text").put("text", said.text());
        }
        for (Tool.Call call : said.calls()) {
          var use = content.addObject().put("type", "tool_use").put("id", call.id());
          use.put("name", call.name()).set("input", JsonFiles.MAPPER.readTree(call.arguments()));
        }
        body.putObject("usage").put("input_tokens", 10).put("output_tokens", 2);
      }
      case "google" -> {
        var candidate = body.putArray("candidates").addObject().put("finishReason", "STOP");
        var parts = candidate.putObject("content").put("role", "model").putArray("parts");
        for (Tool.Call call : said.calls()) {
          var part = parts.addObject().put("thoughtSignature", "sig");
          var function = part.putObject("functionCall").put("name", call.name());
          function.set("args", JsonFiles.MAPPER.readTree(call.arguments()));
        }
        if (!calls) {
          parts.addObject().put("text", said.text());
        }
        body.putObject("usageMetadata").put("promptTokenCount", 10).put("candidatesTokenCount", 2);
      }
      case "ollama" -> {
        var message = body.put("done_reason", "stop").putObject("message");
        message.put("role", "assistant").put("content", said.text()).put("thinking", "sig");
        if (calls) {
          var all = message.putArray("tool_calls");
          for (Tool.Call call : said.calls()) {
            var function = all.addObject().putObject("function").put("name", call.name());
            function.set("arguments", JsonFiles.MAPPER.readTree(call.arguments()));
          }
        }
        body.put("prompt_eval_count", 10).put("eval_count", 2);
      }
      default -> {
        var choice = body.putArray("choices").addObject();
        var message = choice.putObject("message").put("role", "assistant");
        choice.put("finish_reason", calls ? "tool_calls" : "stop");
        message.put("content", calls ? null : said.text());
        if (calls) {
          message.put("reasoning_content", "sig");
          var all = message.putArray("tool_calls");
          for (Tool.Call call : said.calls()) {
            var one = all.addObject().put("id", call.id()).put("type", "function");
            one.putObject("function").put("name", call.name()).put("arguments", call.arguments());
          }
        }
        body.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 2);
      }
    }
    return body;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
