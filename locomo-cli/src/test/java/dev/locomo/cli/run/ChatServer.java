package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A server of OpenAI's chat API whose answer depends on the prompt alone, so that two runs that ask
 * the same get the same.
 */
final class ChatServer implements AutoCloseable {
  private final FakeServer server = new FakeServer();
  private final AtomicInteger received = new AtomicInteger();
  private volatile Behaviour behaviour = (_, _) -> false;

  /** What it does instead of answering, or before it. */
  @FunctionalInterface
  interface Behaviour {
    /**
     * @param number of the request, from 1
     * @return whether the exchange is answered with that
     */
    boolean react(int number, HttpExchange exchange) throws IOException;
  }

  ChatServer() throws IOException {
    server.reacts((exchange, request) -> {
      if (!behaviour.react(received.incrementAndGet(), exchange)) {
        FakeServer.send(exchange, 200, reply(answer(request.json()), "stop"));
      }
    });
  }

  /** From now on, requests counted anew. */
  void behaves(Behaviour as) {
    received.set(0);
    behaviour = as;
  }

  /** How many requests came since it last changed its behaviour. */
  int received() {
    return received.get();
  }

  String url() {
    return server.url() + "/v1";
  }

  private static String answer(JsonNode request) {
    String prompt = request.path("messages").toString();
    String sha = Sha256.of(prompt);
    if (request.has("response_format")) {
      return numbered(request.at("/messages/1/content").asText());
    }
    return prompt.contains("a or b alone") ? sha.replaceAll("[^ab]", "").substring(0, 1) : sha;
  }

  /** One answer to each numbered question of a batch, by its text. */
  private static String numbered(String prompt) {
    ObjectNode answers = JsonFiles.MAPPER.createObjectNode();
    for (String line : prompt.lines().toList()) {
      if (line.matches("\\d+\\. .*")) {
        answers.put(line.substring(0, line.indexOf('.')), Sha256.of(line));
      }
    }
    return answers.toString();
  }

  /**
   * Another server answers from now on as this one does: each request has an answer of its own, and
   * always the same one.
   *
   * @param received counts the requests
   * @param model makes an answer of the SHA-256 of the messages
   */
  static void answersEach(
      FakeServer server, AtomicInteger received, Function<String, String> model) {
    server.answersEach(request -> {
      received.incrementAndGet();
      return reply(model.apply(Sha256.of(request.json().path("messages").toString())), "stop");
    });
  }

  /** A reply as the provider writes it. */
  static String reply(String text, String finish) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode().put("id", "r-1").put("model", "m-2026");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", text);
    choice.put("finish_reason", finish);
    root.putObject("usage").put("prompt_tokens", 10).put("completion_tokens", 2);
    return root.toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
