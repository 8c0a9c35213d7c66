package dev.locomo.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Cli;
import dev.locomo.cli.run.ScriptedModel.Said;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Tool;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's track: models that have a memory system's own tools called. */
class MemoryToolsTest {
  private static final String SEARCH = "{\"question\": \"kayak\"}";

  @TempDir Path folder;
  private final ReferenceServer memory = new ReferenceServer(new ReferenceMemory());
  private final AtomicInteger searches = new AtomicInteger();
  private String fault = "";
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/mcp", this::mcp);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void mcp(HttpExchange exchange) throws IOException {
    String line = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    JsonNode message = JsonFiles.MAPPER.readTree(line);
    var reply = new StringWriter();
    boolean search = message.at("/params/name").asText().equals("search");
    // The search that proves that what was told can be found is none of the model's.
    if (search && message.at("/params/arguments/k").asInt() != 1) {
      searches.incrementAndGet();
      if (fault.equals("hangs")) {
        return;
      }
      if (!fault.isEmpty()) {
        ObjectNode faulty = JsonFiles.MAPPER.createObjectNode().put("jsonrpc", "2.0");
        faulty.set("id", message.get("id"));
        ObjectNode result = faulty.putObject("result").put("isError", fault.equals("refuses"));
        String text = fault.equals("huge") ? "kayak ".repeat(10 << 17) : "no\nsuch query";
        result.putArray("content").addObject().put("type", "text").put("text", text);
        reply.write(faulty.toString());
      }
    }
    if (reply.toString().isEmpty()) {
      memory.lines(new ByteArrayInputStream(line.getBytes(UTF_8)), new PrintWriter(reply));
    }
    byte[] body = reply.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(body.length == 0 ? 202 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Cli.Result run(ScriptedModel model, String provider, String... more) throws IOException {
    JsonNode shipped =
        JsonFiles.MAPPER.readTree(Cli.at(folder).run("memory", "show", "bm25-mcp").out());
    var descriptor = (ObjectNode) shipped;
    descriptor.remove("stdio");
    descriptor.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    descriptor.putObject("timeouts").put("search", fault.equals("hangs") ? 2 : 60);
    Path file = Files.writeString(folder.resolve("agent.json"), descriptor.toString());
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--memory"));
    args.addAll(List.of(file.toString(), "--memory-tools", "--limit", "3", "--no-cache"));
    args.addAll(List.of("--model", provider + ":m", "--base-url", model.url(), "--json"));
    args.addAll(List.of("--run", folder.resolve("run").toString()));
    args.addAll(List.of(more));
    return Cli.at(folder)
        .with("OPENAI_API_KEY", "k")
        .with("ANTHROPIC_API_KEY", "k")
        .with("GOOGLE_API_KEY", "k")
        .with("MISTRAL_API_KEY", "k")
        .run(args.toArray(String[]::new));
  }

  private List<JsonNode> lines(String name, String op) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(folder.resolve("run").resolve(name))) {
      JsonNode node = JsonFiles.MAPPER.readTree(line);
      if (op.isEmpty() || node.path("op").asText().equals(op)) {
        lines.add(node);
      }
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "mistral", "ollama", "anthropic", "google"})
  void aModelSearchesAndThenAnswersInTheWordsOfEachProvider(String provider) throws IOException {
    try (var model =
        new ScriptedModel(
            provider, (n, _) -> n == 0 ? Said.call("search", SEARCH) : Said.answer("a red one"))) {
      var result = run(model, provider);
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(lines("predictions.jsonl", ""))
          .isNotEmpty()
          .allSatisfy(l -> assertThat(l.path("prediction").asText()).isEqualTo("a red one"))
          .allSatisfy(l -> assertThat(l.path("input_tokens").asInt()).isEqualTo(20))
          .anySatisfy(l -> assertThat(l.path("context")).isNotEmpty());
      assertThat(lines("memory.jsonl", "tool"))
          .isNotEmpty()
          .allSatisfy(l -> assertThat(l.path("text").asText()).contains("items"));
      int asked = lines("predictions.jsonl", "").size();
      assertThat(lines("calls.jsonl", "")).hasSize(2 * asked);
      assertThat(model.requests.getFirst().toString())
          .contains("question")
          .doesNotContain("namespace");
      assertThat(model.requests)
          .filteredOn(request -> ScriptedModel.results(request) > 0)
          .hasSize(asked)
          .allSatisfy(
              r -> assertThat(provider.equals("mistral") || r.toString().contains("sig")).isTrue());
      assertThat(result.json().at("/memory/memory_track").asText()).isEqualTo("agent");

      int before = searches.get();
      assertThat(run(model, provider).code()).isZero();
      assertThat(searches.get()).isEqualTo(before);
      assertThat(run(model, provider, "--memory-rounds", "2").code()).isEqualTo(2);
    }
  }

  @Test
  void aModelThatNeverStopsCallingIsToldToAnswerAndHasAnEmptyAnswer() throws IOException {
    try (var model = new ScriptedModel("openai", (_, _) -> Said.call("search", SEARCH))) {
      var result = run(model, "openai", "--memory-rounds", "3", "--adversarial", "free");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(model.requests).hasSize(3 * 4);
      assertThat(model.requests)
          .filteredOn(request -> request.toString().contains("No more tools are called"))
          .hasSize(3)
          .allSatisfy(request -> assertThat(ScriptedModel.results(request)).isEqualTo(3));
      assertThat(lines("memory.jsonl", "tool")).hasSize(3 * 3);
      assertThat(lines("predictions.jsonl", ""))
          .allSatisfy(l -> assertThat(l.path("outcome").asText()).isEqualTo("empty"))
          .allSatisfy(l ->
              assertThat(l.path("reason").asText())
                  .isEqualTo("the model called tools instead of answering"));
    }
  }

  @Test
  void whatAToolRefusesIsForTheModelToKnow() throws IOException {
    fault = "refuses";
    var scripted =
        List.of(
            Said.call("search", SEARCH),
            Said.call("ingest", "{}"),
            Said.call("search", "no JSON"),
            Said.call("search", "[]"),
            Said.answer("x"));
    try (var model = new ScriptedModel("openai", (n, _) -> scripted.get(n))) {
      var result = run(model, "openai", "--adversarial", "free");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(lines("memory.jsonl", "tool"))
          .extracting(l -> l.path("text").asText())
          .contains(
              "error: search: no such query",
              "error: there is no such tool",
              "error: the arguments are no JSON object");
      assertThat(model.requests.getLast().toString()).doesNotContain("no JSON\"}");
      assertThat(result.json().at("/memory/tool_errors").asInt()).isEqualTo(3 * 4);
      assertThat(result.json().at("/outcomes/answered").asInt()).isEqualTo(3);
    }
  }

  @Test
  void aToolThatHangsLeavesItsQuestionsWithoutAScore() throws IOException {
    fault = "hangs";
    try (var model = new ScriptedModel("openai", (_, _) -> Said.call("search", SEARCH))) {
      var result = run(model, "openai");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("no answer in 2.0 s");
      assertThat(result.json().at("/outcomes/answered").asInt()).isZero();
      assertThat(result.json().at("/memory/failed").asInt()).isPositive();
    }
  }

  @Test
  void aResultOfManyMegabytesIsCutAtTheBudget() throws IOException {
    fault = "huge";
    try (var model =
        new ScriptedModel(
            "openai", (n, _) -> n < 2 ? Said.call("search", SEARCH) : Said.answer("a"))) {
      var result = run(model, "openai", "--memory-tokens", "50", "--adversarial", "free");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(lines("memory.jsonl", "tool"))
          .allSatisfy(l -> assertThat(l.path("given").asInt()).isEqualTo(6 * (10 << 17)))
          .allSatisfy(l -> assertThat(l.path("text").asText()).contains("not shown"))
          .allSatisfy(l -> assertThat(l.path("text").asText()).hasSizeLessThan(400));
      assertThat(lines("memory.jsonl", "found"))
          .allSatisfy(l -> assertThat(l.path("tokens").asInt()).isLessThan(90));
    }
  }

  @Test
  void severalCallsOfAReplyAreAllMadeAndAnswered() throws IOException {
    var two =
        new Said(
            List.of(
                new Tool.Call("t1", "search", SEARCH),
                new Tool.Call("t2", "search", "{\"question\": \"job\"}")),
            "");
    try (var model = new ScriptedModel("openai", (n, _) -> n == 0 ? two : Said.answer("" + n))) {
      assertThat(run(model, "openai", "--repeats", "2", "--adversarial", "free").code()).isZero();
      assertThat(lines("predictions.jsonl", ""))
          .hasSize(6)
          .allSatisfy(l -> assertThat(l.path("prediction").asText()).isEqualTo("2"));
      assertThat(lines("memory.jsonl", "tool")).hasSize(12);
    }
  }

  @Test
  void aDryRunCallsNoToolAndBatchesAreRefusedInWords() throws IOException {
    try (var model = new ScriptedModel("openai", (_, _) -> Said.answer("a"))) {
      var result = run(model, "openai", "--dry-run");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(model.requests).isEmpty();
      assertThat(searches.get()).isZero();
      var batch = run(model, "openai", "--batch-api");
      assertThat(batch.code()).isEqualTo(2);
      assertThat(batch.err()).contains("--batch-api");
      assertThat(run(model, "openai", "--memory-answers").code()).isEqualTo(2);
    }
  }

  @Test
  void aSystemWithoutToolsIsRefused() throws IOException {
    var args = List.of("--memory", "bm25-http", "--memory-tools", "--model", "openai:m");
    var all = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO));
    all.addAll(args);
    try (var http = new Closing(new ReferenceServer(new ReferenceMemory()).http(0))) {
      Path file =
          Files.writeString(
              folder.resolve("http.json"),
              "{\"kind\": \"http\", \"url\": \"http://127.0.0.1:" + http.port() + "\"}");
      all.set(all.indexOf("bm25-http"), file.toString());
      var result = Cli.at(folder).with("OPENAI_API_KEY", "k").run(all.toArray(String[]::new));
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.err()).contains("http offers no tools that a model may call");
    }
  }

  private record Closing(HttpServer server) implements AutoCloseable {
    int port() {
      return server.getAddress().getPort();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
