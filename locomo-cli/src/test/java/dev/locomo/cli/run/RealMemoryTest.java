package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.cli.run.ScriptedModel.Said;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real memory systems, where they can be had: {@code scripts/check/memory-systems.sh} installs
 * those that are packages of Node and names their folder in {@code LOCOMO_MEMORY_NODE_MODULES}.
 */
@Timeout(600)
class RealMemoryTest {
  @TempDir private Path folder;

  private static Path packages(String... wanted) {
    String named = System.getenv("LOCOMO_MEMORY_NODE_MODULES");
    if (named == null) {
      abort("LOCOMO_MEMORY_NODE_MODULES names no folder with " + String.join(", ", wanted));
    }
    for (String one : wanted) {
      if (!Files.isDirectory(Path.of(named, one))) {
        abort("there is no " + one + " in " + named);
      }
    }
    return Path.of(named);
  }

  private static void require(String... command) throws IOException, InterruptedException {
    try {
      if (new ProcessBuilder(command).start().waitFor() != 0) {
        abort(command[0] + " fails");
      }
    } catch (IOException e) {
      abort("there is no " + command[0]);
    }
  }

  /** A shipped descriptor, changed. */
  private Path descriptor(String shipped, Consumer<ObjectNode> change) throws IOException {
    JsonNode read = JsonFiles.MAPPER.readTree(Cli.at(folder).run("memory", "show", shipped).out());
    change.accept((ObjectNode) read);
    return Files.writeString(folder.resolve(shipped + ".json"), read.toString());
  }

  private Cli.Result evalQa(Path descriptor, String run, String... more) {
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--json"));
    args.addAll(List.of("--memory", descriptor.toString(), "--memory-k", "10"));
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    args.addAll(List.of(more));
    String modules = String.valueOf(System.getenv("LOCOMO_MEMORY_NODE_MODULES"));
    return Cli.at(folder)
        .with("OPENAI_API_KEY", "k")
        .with("NODE_PATH", modules)
        .run(args.toArray(String[]::new));
  }

  private static double recall(Cli.Result result) {
    return result.json().at("/metrics/evidence-recall/overall/mean").asDouble();
  }

  private static void sound(Cli.Result result) {
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/memory/failed").asInt(-1)).isZero();
    assertThat(result.json().at("/memory/asked").asInt()).isPositive();
  }

  private static void serverMemory(ObjectNode descriptor) {
    Path modules = packages("@modelcontextprotocol/server-memory");
    Path server = modules.resolve("@modelcontextprotocol/server-memory/dist/index.js");
    descriptor.putArray("stdio").add("node").add(server.toString());
  }

  @Test
  void serverMemoryOverStdioFindsTurnsByTheirWordsAndNothingByWholeQuestions() throws IOException {
    var words = evalQa(descriptor("server-memory", RealMemoryTest::serverMemory), "words");
    sound(words);
    assertThat(recall(words)).isGreaterThan(0.3);
    Path whole =
        descriptor(
            "server-memory",
            d -> {
              serverMemory(d);
              ((ObjectNode) d.path("search")).remove("fan-out");
            });
    var nothing = evalQa(whole, "whole");
    sound(nothing);
    assertThat(nothing.json().at("/memory/empty")).isEqualTo(nothing.json().at("/memory/asked"));
    assertThat(nothing.json().at("/outcomes/answered").asInt()).isPositive();
  }

  @Test
  void aModelHasTheToolsOfServerMemoryCalled() throws IOException {
    Path descriptor = descriptor("server-memory", RealMemoryTest::serverMemory);
    try (var model =
        new ScriptedModel(
            "openai",
            (n, _) ->
                n == 0 ? Said.call("search_nodes", "{\"query\": \"the\"}") : Said.answer("x"))) {
      var result =
          evalQa(
              descriptor,
              "agent",
              "--memory-tools",
              "--model",
              "openai:m",
              "--base-url",
              model.url(),
              "--limit",
              "5");
      sound(result);
      assertThat(model.requests.getFirst().at("/tools").findValuesAsText("name"))
          .containsExactlyInAnyOrder("read_graph", "search_nodes", "open_nodes");
      assertThat(result.json().at("/memory/tool_errors").asInt()).isZero();
      assertThat(recall(result)).isPositive();
    }
  }

  @Test
  void serverEverythingOverStreamableHttpAnswersWhatItIsAsked() throws Exception {
    Path modules = packages("@modelcontextprotocol/server-everything");
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path main = modules.resolve("@modelcontextprotocol/server-everything/dist/index.js");
    var builder = new ProcessBuilder("node", main.toString(), "streamableHttp");
    builder.environment().put("PORT", Integer.toString(port));
    Path log = folder.resolve("everything.log");
    Process server = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      awaitPort(port, server, log);
      Path descriptor =
          descriptor("server-everything", d -> d.put("url", "http://127.0.0.1:" + port + "/mcp"));
      var result = evalQa(descriptor, "everything", "--limit", "20");
      sound(result);
      assertThat(result.json().at("/memory/memory").asText()).contains("mcp-servers/everything");
      assertThat(result.json().at("/memory/items_given").asDouble()).isEqualTo(1);
    } finally {
      server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static void awaitPort(int port, Process server, Path log) throws Exception {
    for (int i = 0; i < 300; i++) {
      try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
        Thread.sleep(100);
      }
    }
    throw new AssertionError("it does not listen: " + Files.readString(log));
  }

  private Path mem0(boolean infer) throws IOException {
    packages("mem0ai", "better-sqlite3");
    return descriptor(
        "mem0", d -> ((ObjectNode) d.path("env")).put("MEM0_INFER", Boolean.toString(infer)));
  }

  @Test
  void mem0StoresTurnsAsTheyAreWithVectorsOfOurs() throws IOException {
    var result = evalQa(mem0(false), "plain");
    sound(result);
    assertThat(recall(result)).isGreaterThan(0.3);
    assertThat(result.json().at("/memory/models/build/embeddings/calls").asInt()).isPositive();
    assertThat(result.json().at("/memory/models/build/chat").isMissingNode()).isTrue();
  }

  @Test
  void mem0HasFactsExtractedByAModelThatIsMetered() throws IOException {
    Path descriptor = mem0(true);
    try (var model = new ScriptedModel("openai", (_, request) -> Said.answer(facts(request)))) {
      var result =
          evalQa(
              descriptor,
              "infer",
              "--model",
              "extractive",
              "--memory-model",
              "openai:m",
              "--base-url",
              model.url(),
              "--limit",
              "10");
      sound(result);
      var models = result.json().at("/memory/models");
      assertThat(models.at("/build/chat/calls").asInt()).isEqualTo(model.requests.size());
      assertThat(models.at("/build/chat/input_tokens").asInt()).isPositive();
      assertThat(models.at("/search/chat").isMissingNode()).isTrue();
      assertThat(result.json().at("/memory/items_given").asDouble()).isPositive();
    }
  }

  /** What is new in mem0's prompt, as one fact. */
  private static String facts(JsonNode request) {
    String prompt =
        request.path("messages").path(request.path("messages").size() - 1).at("/content").asText();
    ObjectNode facts = JsonFiles.MAPPER.createObjectNode();
    int at = prompt.indexOf("## New Messages");
    String text = at < 0 ? prompt : prompt.substring(at);
    facts
        .putArray("memory")
        .addObject()
        .put("id", "0")
        .put("text", text.substring(0, Math.min(300, text.length())));
    return facts.toString();
  }

  @Test
  void grepOverTextFilesIsTheBaselineThatIsOftenQuoted() throws Exception {
    require("python3", "-c", "pass");
    var result = evalQa(descriptor("grep", d -> {}), "grep");
    sound(result);
    assertThat(recall(result)).isPositive();
  }
}
