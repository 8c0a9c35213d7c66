package dev.locomo.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A server of batches in the dialects of OpenAI and Anthropic. Each request of a batch is answered
 * with {@code a}, as far as nothing else is set.
 */
final class BatchServer implements AutoCloseable {
  private final FakeServer server = new FakeServer();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, Batch> batches = new LinkedHashMap<>();
  private int single;
  private int polls;

  /** How often a batch is looked after before it has ended. */
  volatile int pollsUntilEnd = 1;

  /** What is done when a batch has been made, before that is said. */
  volatile Runnable onMade = () -> {};

  /** What is done when a batch is looked after. */
  volatile Runnable onPoll = () -> {};

  /** What becomes of a line of results; null leaves it out. */
  volatile UnaryOperator<ObjectNode> results = line -> line;

  /** How a batch of OpenAI's ends. */
  volatile String end = "completed";

  private record Batch(String id, String file, List<JsonNode> requests, Instant at) {}

  BatchServer() throws IOException {
    server.reacts(this::react);
  }

  String url() {
    return server.url() + "/v1";
  }

  /** How many requests each batch has that was made. */
  synchronized List<Integer> made() {
    return batches.values().stream().map(batch -> batch.requests().size()).toList();
  }

  /** The requests of all batches, as their lines hold them. */
  synchronized List<JsonNode> requests() {
    return batches.values().stream().flatMap(batch -> batch.requests().stream()).toList();
  }

  /** Requests outside of batches. */
  synchronized int single() {
    return single;
  }

  private void react(HttpExchange exchange, FakeServer.Request request) throws IOException {
    String path = request.path();
    if (path.equals("/v1/files")) {
      FakeServer.send(exchange, 200, upload(request.body()));
    } else if (path.startsWith("/v1/files/")) {
      FakeServer.send(exchange, 200, content(path.split("/")[3]));
    } else if (path.endsWith("/batches") && request.method().equals("POST")) {
      String answer = make(request.json());
      onMade.run();
      FakeServer.send(exchange, 200, answer);
    } else if (path.contains("/batches?")) {
      FakeServer.send(exchange, 200, list(path.contains("/messages/")));
    } else if (path.endsWith("/results")) {
      FakeServer.send(exchange, 200, results(path.split("/")[4], true));
    } else if (path.contains("/batches/")) {
      onPoll.run();
      String id = path.substring(path.lastIndexOf('/') + 1);
      FakeServer.send(exchange, 200, state(id, path.contains("/messages/")).toString());
    } else {
      synchronized (this) {
        single++;
      }
      FakeServer.send(exchange, 500, "{\"error\": {\"message\": \"not in a batch\"}}");
    }
  }

  private synchronized String upload(String multipart) {
    String id = "file-" + (files.size() + 1);
    int from = multipart.indexOf("\r\n\r\n", multipart.indexOf("filename=")) + 4;
    files.put(id, multipart.substring(from, multipart.lastIndexOf("\r\n--")));
    return "{\"id\": \"" + id + "\", \"purpose\": \"batch\"}";
  }

  private synchronized String make(JsonNode request) {
    var requests = new ArrayList<JsonNode>();
    String file = request.path("input_file_id").asText();
    if (file.isEmpty()) {
      request.path("requests").forEach(requests::add);
    } else {
      files.get(file).lines().forEach(line -> requests.add(json(line)));
    }
    String id = "batch_" + (batches.size() + 1);
    batches.put(id, new Batch(id, file, requests, Instant.now()));
    polls = 0;
    return state(id, file.isEmpty()).toString();
  }

  private static JsonNode json(String text) {
    try {
      return JsonFiles.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private synchronized String list(boolean anthropic) {
    ObjectNode list = JsonFiles.MAPPER.createObjectNode();
    var data = list.putArray("data");
    batches.keySet().forEach(id -> data.insert(0, state(id, anthropic)));
    return list.toString();
  }

  private synchronized ObjectNode state(String id, boolean anthropic) {
    Batch batch = batches.get(id);
    boolean ended = polls++ >= pollsUntilEnd;
    ObjectNode state = JsonFiles.MAPPER.createObjectNode().put("id", id);
    if (anthropic) {
      state.put("processing_status", ended ? "ended" : "in_progress");
      state.put("created_at", batch.at.toString());
      state.putObject("request_counts").put("processing", batch.requests.size());
      return state;
    }
    state.put("status", ended ? end : "in_progress").put("input_file_id", batch.file);
    if (ended && end.equals("failed")) {
      state.putObject("errors").putArray("data").addObject().put("message", "queue is full");
    } else if (ended) {
      state.put("output_file_id", "out-" + id);
    }
    return state;
  }

  private String content(String file) {
    return results(file.substring("out-".length()), false);
  }

  private synchronized String results(String id, boolean anthropic) {
    var lines = new ArrayList<String>();
    for (JsonNode request : batches.get(id).requests) {
      ObjectNode line = JsonFiles.MAPPER.createObjectNode();
      line.put("custom_id", request.path("custom_id").asText());
      if (anthropic) {
        line.putObject("result").put("type", "succeeded").set("message", json(ANTHROPIC));
      } else {
        line.putObject("response").put("status_code", 200).set("body", json(OPENAI));
      }
      ObjectNode sent = results.apply(line);
      if (sent != null) {
        lines.addFirst(sent.toString()); // results come in any order
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static final String OPENAI =
      """
      {"id": "1", "model": "m-2026", "choices": [{"index": 0, "finish_reason": "stop", "message":
       {"role": "assistant", "content": "a"}}],
       "usage": {"prompt_tokens": 1000, "completion_tokens": 10}}
      """;

  private static final String ANTHROPIC =
      """
      {"id": "1", "type": "message", "role": "assistant", "model": "m-2026",
       "stop_reason": "end_turn", "content": [{"type": "text", "text": "a"}],
       "usage": {"input_tokens": 1000, "output_tokens": 10}}
      """;

  @Override
  public void close() {
    server.close();
  }
}
