package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event summarization against a server whose every verdict is known. */
@Timeout(300)
class EventsRunTest {
  @TempDir private Path folder = Path.of("");
  private EventsServer server = new EventsServer();
  private Cli cli = Cli.at(Path.of("."));

  EventsRunTest() throws IOException {}

  @BeforeEach
  void start() throws IOException {
    Files.writeString(folder.resolve("small.json"), EventsServer.DATA);
    cli = Cli.at(folder.resolve("home")).with("OPENAI_API_KEY", ServerRunTest.KEY);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> args(String run, String... more) {
    var args = new ArrayList<String>();
    args.addAll(List.of("eval-events", "--data-file", folder.resolve("small.json").toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url()));
    args.addAll(List.of("--verifier", "openai:v", "--verifier-base-url", server.url()));
    args.addAll(List.of("--run", folder.resolve(run).toString(), "--json"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli.Result evalEvents(String run, String... more) {
    return cli.run(args(run, more).toArray(String[]::new));
  }

  private static double mean(JsonNode report, String metric, String slice) {
    JsonNode mean = report.path("metrics").path(metric).path(slice).path("mean");
    assertThat(mean.isNumber()).as(metric + " " + slice + " in " + report).isTrue();
    return mean.asDouble();
  }

  private void assertSameResults(String one, String other) {
    for (String file : List.of("events.jsonl", "facts.jsonl", "scores.jsonl", "report.json")) {
      assertThat(folder.resolve(one).resolve(file))
          .hasSameBinaryContentAs(folder.resolve(other).resolve(file));
    }
  }

  @Test
  void precisionRecallAndF1AreExactlyThoseCountedByHand() {
    var result = evalEvents("one");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode report = result.json();
    assertThat(mean(report, "fact-precision", "overall")).isEqualTo(0.5);
    assertThat(mean(report, "fact-recall", "overall")).isEqualTo((1 / 3.0 + 1) / 2);
    assertThat(mean(report, "fact-f1", "overall")).isCloseTo((0.4 + 2 / 3.0) / 2, within(1e-15));
    assertThat(mean(report, "fact-precision", "micro")).isEqualTo(3 / 6.0);
    assertThat(mean(report, "fact-recall", "micro")).isEqualTo(2 / 4.0);
    assertThat(mean(report, "fact-f1", "micro")).isEqualTo(0.5);
    assertThat(report.at("/metrics/rouge-1/overall/mean").asDouble()).isBetween(0.3, 0.9);
    assertThat(report.at("/metrics/fact-f1/overall/asked").asInt()).isEqualTo(2);
    assertThat(report.at("/errors/missing-information").asInt()).isEqualTo(2);
    assertThat(report.at("/errors/hallucination").asInt()).isEqualTo(2);
    assertThat(report.at("/errors/speaker-attribution").asInt()).isEqualTo(1);
    assertThat(report.at("/verifier/id").asText()).isEqualTo("verifier(model=openai:v,prompt=1)");
    assertThat(report.at("/verifier/sha256").asText()).hasSize(64);
    assertThat(report.at("/facts_by_rule").asBoolean()).isFalse();
    assertThat(report.at("/usage/calls").asInt()).isEqualTo(server.received());
    assertThat(server.received("summarize")).isEqualTo(2);
    assertThat(server.received("decompose")).as("two sides of two").isEqualTo(4);
    assertThat(server.received("verify")).isEqualTo(4);
    assertThat(server.received("label")).isEqualTo(2);

    var facts = JsonLines.read(folder.resolve("one/facts.jsonl"));
    assertThat(facts).hasSize(4 + 3 + 2 + 1);
    assertThat(facts.stream().filter(f -> f.path("supported").asBoolean())).hasSize(5);

    int before = server.received();
    assertThat(evalEvents("one").code()).isZero();
    assertThat(evalEvents("two", "--concurrency", "1").json().at("/usage/cached").asInt())
        .isEqualTo(before);
    assertThat(server.received()).as("nothing is asked twice").isEqualTo(before);
    assertSameResults("one", "two");
  }

  @Test
  void aRangeOfSessionsIsSummarizedAlone() {
    var result = evalEvents("one", "--sessions", "2", "--samples", "small-1");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.received("summarize")).as("Ben has no gold events there").isEqualTo(1);
    assertThat(result.json().at("/outcomes/without-gold-events").asInt()).isEqualTo(1);
    assertThat(result.json().at("/sessions").asText()).isEqualTo("2");
  }

  @Test
  void aSmallWindowIsReadSessionBySession() {
    var result = evalEvents("one", "--context-tokens", "4000");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().at("/summarizer/id").asText()).isEqualTo("events@1, incremental");
    assertThat(server.received("summarize")).isEqualTo(4);
    assertThat(mean(result.json(), "fact-precision", "overall"))
        .as("the same events twice are the same summary")
        .isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "verify, '', stop",
    "verify, '{\"verdicts\": [', length",
    "verify, 'supported supported supported', length",
    "verify, '全部支持', stop",
    "decompose, '', stop",
    "decompose, '{\"sentences\": 1}', stop",
    "label, 'alles erfunden', stop",
    "summarize, '', stop",
    "summarize, 'und so weiter und so weiter', length",
    "summarize, '{\"events\": 1}', stop",
    "summarize, 'Anna verkauft ihre Bäckerei.', stop",
  })
  void hostileRepliesAreNoScoreAndNoZero(String stage, String reply, String finish) {
    server.behaves((_, asked, exchange) -> {
      if (asked.equals(stage)) {
        FakeServer.send(exchange, 200, ChatServer.reply(reply, finish));
      }
      return asked.equals(stage);
    });
    var result = evalEvents("one", "--no-cache");
    JsonNode f1 = result.json().at("/metrics/fact-f1/overall");
    if (stage.equals("label")) {
      assertThat(result.code()).as(result.err()).isZero();
      assertThat(f1.path("scored").asInt()).isEqualTo(2);
      assertThat(folder.resolve("one/facts.jsonl")).content().contains("\"unlabelled\"");
      return;
    }
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("100.0 % of the summaries have no fact-level score");
    assertThat(f1.path("asked").asInt()).isEqualTo(2);
    assertThat(f1.path("scored").asInt()).isZero();
    assertThat(f1.path("mean").isNull()).isTrue();
    assertThat(result.json().at("/metrics/rouge-1/overall/scored").asInt())
        .isEqualTo(stage.equals("summarize") ? 0 : 2);
    String why = stage.equals("summarize") ? "provider-failed" : "verdict-unreadable";
    assertThat(folder.resolve("one/scores.jsonl")).content().contains("\"unscored\":\"" + why);
  }

  @Test
  void aRefusedKeyEndsTheRunAndAGoodOneGoesOnWhereItWas() {
    server.behaves((_, stage, exchange) -> {
      if (stage.equals("verify")) {
        FakeServer.send(exchange, 401, "{\"error\": {\"message\": \"expired\"}}");
      }
      return stage.equals("verify");
    });
    var result = evalEvents("one", "--concurrency", "1", "--no-cache");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("error: ").contains("resumes the run");
    assertThat(result.json().at("/metrics/rouge-1/overall/scored").asInt()).isEqualTo(2);
    assertThat(result.json().at("/metrics/fact-f1/overall/scored").asInt()).isZero();

    server.behaves((_, _, _) -> false);
    assertThat(evalEvents("one", "--concurrency", "1", "--no-cache").code()).isZero();
    assertThat(server.received("summarize")).isZero();
    assertThat(server.received("decompose")).isZero();
    assertThat(server.received("verify")).isEqualTo(4);
  }

  @Test
  void aCostLimitHoldsForAllStagesTogether() throws IOException {
    Path prices =
        Files.writeString(
            folder.resolve("prices.json"),
            "{\"date\": \"2026-01-01\", \"source\": \"a test\", \"usd_per_million_tokens\":"
                + " {\"openai\": {\"m\": {\"input\": 0, \"output\": 100000},"
                + " \"v\": {\"input\": 0, \"output\": 512000}}}}");
    // A summary may cost 409.6 and costs 0.2; to take two events apart may cost 409.6 as well.
    var result =
        evalEvents(
            "one", "--prices", prices.toString(), "--max-cost", "409.9", "--concurrency", "1");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("stopped at the cost limit: ");
    assertThat(server.received("summarize")).isEqualTo(2);
    assertThat(server.received("decompose")).isZero();
    assertThat(evalEvents("one", "--prices", prices.toString()).code()).isZero();
    assertThat(server.received()).as("nothing is asked twice").isEqualTo(12);
    var unknown = evalEvents("two", "--max-cost", "1");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("--max-cost needs a price");
  }

  @Test
  void otherSettingsAreRefusedInTheSameFolder() {
    assertThat(evalEvents("one").code()).isZero();
    var other = evalEvents("one", "--facts-per-call", "3");
    assertThat(other.code()).isEqualTo(2);
    assertThat(other.err()).contains("facts_per_call: was 10, now 3");
    assertThat(evalEvents("one", "--facts-per-call", "3", "--overwrite").code()).isZero();
    assertThat(folder.resolve("one.1")).isDirectory();
  }

  @Test
  void afterAKillInAnyStageTheFilesAreThoseOfAnUndisturbedRun() throws Exception {
    var args = args("killed", "--no-cache", "--concurrency", "2");
    for (int last : new int[] {2, 3, 4}) {
      var running = new AtomicReference<Child>();
      var started = new CountDownLatch(1);
      server.behaves((number, _, _) -> {
        if (number < last) {
          return false;
        }
        awaitQuietly(started);
        running.get().process().destroyForcibly();
        return true; // no answer: the one that asked is gone
      });
      running.set(Child.start(folder, args));
      started.countDown();
      assertThat(running.get().exitCode()).as(running.get().said()).isEqualTo(137);
    }
    server.behaves((_, _, _) -> false);
    var last = cli.run(args.toArray(String[]::new));
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(server.received()).isLessThan(12);
    assertThat(evalEvents("undisturbed", "--no-cache").code()).isZero();
    assertSameResults("killed", "undisturbed");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
