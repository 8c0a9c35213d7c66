package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A memory system that asks models of its own, in a run. */
@Timeout(120)
class MemoryModelsRunTest {
  /** Asks the chat model once a session, and for vectors of every turn and question. */
  private static final String SYSTEM =
      """
      import json, os, sys, urllib.request
      URL, KEY = os.environ["OPENAI_BASE_URL"], os.environ["OPENAI_API_KEY"]
      def post(path, body):
          request = urllib.request.Request(URL + path, json.dumps(body).encode(),
              {"Authorization": "Bearer " + KEY, "Content-Type": "application/json"})
          return json.load(urllib.request.urlopen(request))
      def vectors(texts):
          return [d["embedding"] for d in post("/embeddings", {"model": "e", "input": texts})["data"]]
      store = {}
      def run(op, p):
          if op == "hello":
              return {"name": "asker", "version": "1", "capabilities": {"ingest": "session",
                  "search": True, "provenance": True, "reset": "namespace", "concurrency": 1}}
          if op == "ingest":
              turns = p["session"]["turns"]
              post("/chat/completions", {"model": "gpt-x", "response_format": {"type": "json_object"},
                  "messages": [{"role": "user", "content": "Facts of " + turns[0]["text"]}]})
              rows = zip(turns, vectors([t["text"] for t in turns]))
              store.setdefault(p["namespace"], []).extend(rows)
          if op == "search":
              q = vectors([p["question"]])[0]
              best = sorted(store[p["namespace"]], key=lambda r: -sum(a * b for a, b in zip(q, r[1])))
              return {"items": [{"id": t["id"], "text": t["text"], "sources": [t["id"]]}
                  for t, _ in best[:p["k"]]]}
          if op == "close":
              store.pop(p["namespace"], None)
          return {"ready": True}
      open("env.txt", "w").write(" ".join(os.environ.values()))
      for line in sys.stdin:
          r = json.loads(line)
          try: a = {"id": r["id"], "result": run(r["op"], r["params"])}
          except Exception as e: a = {"id": r["id"], "error": {"kind": "fatal", "message": str(e)}}
          print(json.dumps(a), flush=True)
      """;

  private static final String DESCRIPTOR =
      """
      {"name": "asker", "kind": "process", "command": ["python3", "asker.py"], "provenance": "ids",
       "env": {"OPENAI_BASE_URL": "${models.url}", "OPENAI_API_KEY": "${models.key}"}}
      """;

  private static final String KEY = "sk-of-the-run-0123456789abcdef";

  @TempDir private Path folder;
  private FakeServer server;
  private Cli cli = Cli.at(Path.of("."));

  @BeforeEach
  void start() throws IOException, InterruptedException {
    server = new FakeServer();
    try {
      Assumptions.assumeTrue(
          new ProcessBuilder("python3", "-c", "pass").start().waitFor() == 0, "python3 fails");
    } catch (IOException e) {
      Assumptions.abort("there is no python3");
    }
    Files.writeString(folder.resolve("asker.py"), SYSTEM);
    Files.writeString(folder.resolve("asker.json"), DESCRIPTOR);
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", KEY);
    server.answers(200, ChatServer.reply("Answer: a", "stop"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli.Result evalQa(String run, String... more) {
    var words = new ArrayList<>(List.of("eval-qa", "--data-file", Cli.DEMO, "--limit", "4"));
    words.addAll(List.of("--memory", folder.resolve("asker.json").toString()));
    words.addAll(List.of("--base-url", server.url() + "/v1", "--attempts", "1"));
    words.addAll(List.of("--run", folder.resolve(run).toString(), "--json"));
    words.addAll(List.of(more));
    return cli.run(words.toArray(String[]::new));
  }

  private static JsonNode models(Cli.Result result) throws IOException {
    return JsonFiles.MAPPER.readTree(result.out()).at("/memory/models");
  }

  @Test
  void itsCallsAreCountedByPhaseAnsweredFromTheCacheAndNeverSeeTheKey() throws IOException {
    var first = evalQa("one", "--model", "extractive", "--memory-model", "openai:gpt-4o-mini");
    assertThat(first.code()).as(first.err()).isZero();
    int sent = server.requests().size();
    var models = models(first);
    assertThat(models.at("/build/chat/calls").asInt()).isEqualTo(sent).isPositive();
    assertThat(models.at("/build/chat/cached").asInt()).isZero();
    assertThat(models.at("/build/chat/cost_usd").asDouble()).isPositive();
    assertThat(models.at("/search/embeddings/calls").asInt()).isEqualTo(4 + 1); // one probe
    assertThat(models.path("models_asked").toString()).isEqualTo("[\"e\",\"gpt-x\"]");
    assertThat(server.request().json().at("/response_format/type").asText())
        .isEqualTo("json_object");
    assertThat(server.request().headers().getFirst("Authorization")).endsWith(KEY);
    assertThat(Files.readString(folder.resolve("env.txt"))).doesNotContain(KEY);
    try (var files = Files.walk(folder.resolve("one"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("proxy-", KEY);
      }
    }

    var again = evalQa("two", "--model", "extractive", "--memory-model", "openai:gpt-4o-mini");
    assertThat(server.requests()).hasSize(sent);
    var cached = models(again);
    assertThat(cached.at("/build/chat/cached").asInt()).isEqualTo(sent);
    assertThat(cached.at("/build/chat/cost_usd")).isEqualTo(models.at("/build/chat/cost_usd"));
  }

  @Test
  void theLimitOfCostEndsTheRunAndTheSameCommandGoesOn() {
    String[] choice = {"--model", "extractive", "--memory-model", "openai:gpt-4o-mini"};
    var words = new ArrayList<>(List.of(choice));
    words.addAll(List.of("--max-cost", "0.000001"));
    var stopped = evalQa("run", words.toArray(String[]::new));
    assertThat(stopped.code()).isNotZero();
    assertThat(stopped.err()).contains("limit");
    assertThat(server.requests()).isEmpty();
    var done = evalQa("run", choice);
    assertThat(done.code()).as(done.err()).isZero();
  }

  @Test
  void withoutAModelItSaysSo() throws IOException {
    var result = evalQa("run", "--model", "extractive");
    assertThat(result.code()).isNotZero();
    assertThat(Files.readString(folder.resolve("run/memory.jsonl")))
        .contains("\"unbuilt\"", "HTTP Error 404");
    assertThat(server.requests()).isEmpty();
  }
}
