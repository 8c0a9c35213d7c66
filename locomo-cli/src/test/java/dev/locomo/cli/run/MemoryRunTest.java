package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.rag.memory.reference.ReferenceMemory;
import dev.locomo.rag.memory.reference.ReferenceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory systems in runs: sound ones, and ones with a fault. */
class MemoryRunTest {
  @TempDir Path folder;

  private Cli.Result run(String memory, String... more) {
    var args =
        new ArrayList<>(
            List.of("eval-qa", "--data-file", Cli.DEMO, "--memory", memory, "--memory-k", "5"));
    args.addAll(List.of(more));
    if (!args.contains("--run")) {
      args.addAll(List.of("--run", folder.resolve("run").toString()));
    }
    args.add("--json");
    return Cli.at(folder).run(args.toArray(String[]::new));
  }

  private Cli.Result faulty(String fault, String more, String... options) throws IOException {
    return run(FaultyMemory.descriptor(folder, fault, more).toString(), options);
  }

  private List<JsonNode> lines(String run, String name) throws IOException {
    var lines = new ArrayList<JsonNode>();
    for (String line : Files.readAllLines(folder.resolve(run).resolve(name))) {
      lines.add(JsonFiles.MAPPER.readTree(line));
    }
    return lines;
  }

  private List<String> answers(String run) throws IOException {
    return lines(run, "predictions.jsonl").stream()
        .map(l -> l.path("question_id") + " " + l.path("prediction") + " " + l.path("context"))
        .toList();
  }

  private List<String> retrieverAnswers() throws IOException {
    var result =
        Cli.at(folder)
            .run(
                "eval-qa",
                "--data-file",
                Cli.DEMO,
                "--use-rag",
                "--retriever",
                "bm25",
                "--top-k",
                "5",
                "--run",
                folder.resolve("rag").toString());
    assertThat(result.code()).as(result.err()).isZero();
    return answers("rag");
  }

  private String http(HttpServer server) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    String text = "{\"kind\": \"http\", \"url\": \"" + url + "\"}";
    return Files.writeString(folder.resolve("http.json"), text).toString();
  }

  @Test
  void bm25BehindEachTransportAnswersAsTheRetrieverDoes() throws IOException {
    var expected = retrieverAnswers();
    var result = faulty("none", "");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(answers("run")).isEqualTo(expected);
    assertThat(result.json().at("/memory/failed").asInt()).isZero();

    var server = new ReferenceServer(new ReferenceMemory()).http(0);
    try {
      var overHttp = run(http(server), "--run", folder.resolve("http").toString());
      assertThat(overHttp.code()).as(overHttp.err()).isZero();
      assertThat(answers("http")).isEqualTo(expected);

      var mcp = JsonFiles.MAPPER.readTree(Cli.at(folder).run("memory", "show", "bm25-mcp").out());
      var descriptor = (ObjectNode) mcp;
      descriptor.remove("stdio");
      descriptor.put("url", "http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
      Path file = Files.writeString(folder.resolve("mcp.json"), descriptor.toString());
      var overMcp = run(file.toString(), "--run", folder.resolve("mcp").toString());
      assertThat(overMcp.code()).as(overMcp.err()).isZero();
      assertThat(answers("mcp")).isEqualTo(expected);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void theSystemsOwnAnswersAreTheOpenTrack() throws IOException {
    var server = new ReferenceServer(new ReferenceMemory()).http(0);
    try {
      var result = run(http(server), "--memory-answers");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(result.json().at("/memory/memory_track").asText()).isEqualTo("open");
      assertThat(lines("run", "predictions.jsonl"))
          .allSatisfy(l -> assertThat(l.path("prediction").asText()).contains(" said, \""));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nothingOfTheDataSetGoesOverTheWireButWhatWasSaidWhenAndTheQuestions() throws IOException {
    assertThat(faulty("none", "").code()).isZero();
    Dataset data = DatasetReader.read(Path.of(Cli.DEMO));
    Set<String> allowed = new HashSet<>(Set.of("locomo-memory/1", "null"));
    data.samples()
        .forEach(sample -> {
          var conversation = sample.conversation();
          allowed.addAll(List.of(conversation.speakerA(), conversation.speakerB()));
          sample.questions().forEach(q -> allowed.add(q.text()));
          conversation.sessions().forEach(s -> allowed.add(s.dateText()));
          conversation
              .turns()
              .forEach(t -> allowed.addAll(List.of(t.text(), String.valueOf(t.caption()))));
        });
    Set<String> names = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (String line : Files.readAllLines(folder.resolve("wire.log"))) {
      collect(JsonFiles.MAPPER.readTree(line).path("params"), names, texts);
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "protocol",
            "namespace",
            "speakers",
            "session",
            "id",
            "index",
            "time",
            "date",
            "epoch",
            "turns",
            "speaker",
            "text",
            "caption",
            "images",
            "question",
            "k",
            "now",
            "timeout");
    texts.removeAll(allowed);
    assertThat(texts)
        .isNotEmpty()
        .allMatch(
            t -> t.matches("D\\d+:\\d+|S\\d+|locomo-[0-9a-f]{16}|\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}"));
  }

  private static void collect(JsonNode node, Set<String> names, Set<String> texts) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> collect(child, names, texts));
    if (node.isTextual()) {
      texts.add(node.asText());
    }
  }

  @Test
  void aSystemThatHangsIsNotScoredAndEndsTheRun() throws IOException {
    var result = faulty("hangs", ", \"timeouts\": {\"search\": 0.3, \"settle\": 0.3}");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("timeout: hangs, search: no answer in 0.3 s");
    noneScored(result);
  }

  @Test
  void aSystemThatDiesWhileItIsToldIsNotScoredAndItsLastWordsAreShown() throws IOException {
    var result = faulty("dies", "");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("was not built", "ended with exit code 9", "dying");
    noneScored(result);
  }

  @Test
  void rubbishIsNotScoredAndShownWithoutWhatATerminalObeys() throws IOException {
    var result = faulty("rubbish", "");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("malformed-reply", "no list at /items");
    assertThat(result.err()).doesNotContain("\u001b");
    noneScored(result);
  }

  @Test
  void anErrorIsNeverATextThatTheReaderAnswersFrom() throws IOException {
    var result = faulty("errors", "");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("fatal error: query error");
    noneScored(result);
  }

  private void noneScored(Cli.Result result) {
    assertThat(result.json().at("/metrics/token-f1/overall/scored").asInt(0)).isZero();
    assertThat(result.json().at("/outcomes/answered").asInt()).isZero();
  }

  @Test
  void whatIsWorthAnotherTryIsTriedAgain() throws IOException {
    assertThat(faulty("busy", "", "--limit", "4").code()).isZero();
    assertThat(answers("run")).isNotEmpty().isSubsetOf(retrieverAnswers());
  }

  @Test
  void aLostMemoryIsBuiltAgainAndNothingIsAnsweredWithoutIt() throws IOException {
    var result = faulty("loses", "");
    if (result.json().at("/outcomes/failed").asInt() > 0) { // what was in flight is asked again
      result = run(folder.resolve("loses.json").toString());
    }
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(answers("run")).isEqualTo(retrieverAnswers());
    assertThat(result.json().at("/memory/empty").asInt()).isZero();
  }

  @Test
  void aSystemThatSilentlyForgetsInMidRunIsToldAgain() throws IOException {
    var result = faulty("vanishes", ", \"concurrency\": 1");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(answers("run")).isEqualTo(retrieverAnswers());
    assertThat(result.json().at("/memory/empty").asInt()).isZero();
    assertThat(result.json().at("/memory/buildings").asInt())
        .isEqualTo(result.json().at("/memory/conversations").asInt() + 1);
  }

  @Test
  void aSystemThatReadsNoMoreIsStartedAnew() throws IOException {
    var result = faulty("deaf", ", \"concurrency\": 1");
    if (result.json().at("/outcomes/failed").asInt() > 0) { // what was in flight is asked again
      result = run(folder.resolve("deaf.json").toString());
    }
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(answers("run")).isEqualTo(retrieverAnswers());
  }

  @Test
  void aFloodOnStderrAndBytesThatAreNoTextHarmNothing() throws IOException {
    assertThat(faulty("floods", "", "--limit", "2").code()).isZero();
    Path other = folder.resolve("other");
    var result = faulty("latin", "", "--limit", "4", "--run", other.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(lines("other", "predictions.jsonl"))
        .allSatisfy(l -> assertThat(l.path("context").toString()).isEqualTo("[\"D1:1\",\"D1:1\"]"));
    assertThat(Files.readString(other.resolve("memory.jsonl"))).contains("caf\ufffd");
  }

  @Test
  void anEmptyResultIsAResult() throws IOException {
    var result = faulty("forgets", "");
    assertThat(result.code()).as(result.err()).isZero();
    var memory = result.json().path("memory");
    assertThat(memory.path("empty")).isEqualTo(memory.path("asked"));
    assertThat(memory.path("forgot_to_index")).isEqualTo(memory.path("conversations"));
    assertThat(memory.path("failed").asInt()).isZero();
    assertThat(result.json().at("/outcomes/answered").asInt()).isPositive();
    assertThat(result.json().at("/metrics/evidence-recall/overall/mean").asDouble(1)).isZero();
  }

  @Test
  void itemsBeyondWhatWasAskedForAreCountedAndNotShown() throws IOException {
    var result = faulty("many", ", \"provenance\": \"none\"", "--limit", "4");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/memory/items_given").asDouble()).isEqualTo(10_000);
    assertThat(result.json().at("/memory/items_shown").asDouble()).isEqualTo(5);
    assertThat(result.json().at("/metrics").has("evidence-recall")).isFalse();
  }

  @Test
  void aSystemThatLeaksIsNotEligible() throws IOException {
    String descriptor = FaultyMemory.descriptor(folder, "leaks", "").toString();
    var result = Cli.at(folder).run("memory", "check", descriptor, "--json");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.json().path("eligible").asBoolean()).isFalse();
    assertThat(result.json().at("/checks/0/ok").isBoolean()).isTrue();
    assertThat(result.json().at("/checks/0/seconds").isDouble()).isTrue();
    assertThat(result.out()).contains("found from another namespace");
  }

  @Test
  void noMoreTokensAreShownThanTheBudgetAndWhatIsBeyondItIsALossOfItsOwn() throws IOException {
    var server = new ReferenceServer(new ReferenceMemory()).http(0);
    try {
      var result = run(http(server), "--memory-tokens", "40");
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(lines("run", "memory.jsonl"))
          .filteredOn(l -> l.path("op").asText().equals("found"))
          .allSatisfy(l -> assertThat(l.path("tokens").asInt()).isLessThanOrEqualTo(40));
      assertThat(result.json().at("/memory/lost_points/beyond_the_budget").asDouble()).isPositive();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFinishedRunAsksTheSystemNothingAgain() throws IOException {
    assertThat(faulty("none", "").code()).isZero();
    Path wire = folder.resolve("wire.log");
    Files.delete(wire);
    assertThat(faulty("none", "").code()).isZero();
    assertThat(Files.readAllLines(wire)).allMatch(line -> line.contains("\"op\":\"hello\""));
  }
}
