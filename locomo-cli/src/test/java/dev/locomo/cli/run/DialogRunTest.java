package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.Golden;
import dev.locomo.core.JsonLines;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code eval-dialog} from the command line to its report, against a scripted server. */
@Timeout(120)
class DialogRunTest {
  private static final int TURNS = 12;

  @TempDir private Path folder;
  private final AtomicInteger received = new AtomicInteger();
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    answers(_ -> "{\"text\": \"I bought a boat last week.\", \"image\": \"a small boat\"}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void answers(Function<JsonNode, String> model) {
    received.set(0);
    server.answersEach(request -> {
      received.incrementAndGet();
      return ChatServer.reply(model.apply(request.json()), "stop");
    });
  }

  private List<String> args(String run, String data, String... more) {
    var args = new ArrayList<>(List.of("eval-dialog", "--data-file", data));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url() + "/v1", "--no-cache"));
    args.addAll(List.of("--max-turns", Integer.toString(TURNS), "--concurrency", "2"));
    args.addAll(List.of("--run", folder.resolve(run).toString(), "--json"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli.Result run(List<String> args) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  private Cli.Result demo(String run, String... more) {
    return run(args(run, Cli.DEMO, more));
  }

  private static JsonNode overall(Cli.Result result, String metric) {
    return result.json().path("metrics").path(metric).path("overall");
  }

  @Test
  void turnsAreWrittenComparedAndKept() {
    var result = demo("one");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(received).hasValue(TURNS);
    for (String metric : List.of("bleu-1", "bleu-char-1", "rouge-l", "picture-shared")) {
      assertThat(overall(result, metric).path("scored").asInt()).as(metric).isEqualTo(TURNS);
    }
    assertThat(overall(result, "bleu-char-1").path("mean").asDouble())
        .isGreaterThan(3 * overall(result, "bleu-1").path("mean").asDouble());
    assertThat(result.json().path("settings").path("asking").asText()).startsWith("dialog@2 ");
    assertThat(result.json().path("usage").path("input_tokens").asInt()).isEqualTo(10 * TURNS);
    var turns = JsonLines.read(folder.resolve("one/turns.jsonl"));
    assertThat(turns).hasSize(TURNS);
    assertThat(turns.getFirst().path("image").asText()).isEqualTo("a small boat");
    assertThat(demo("one").code()).isZero();
    assertThat(received).as("nothing is asked twice").hasValue(TURNS);
  }

  @Test
  void notesOfEarlierSessionsAreShown() {
    var result = demo("one", "--use-rag", "--rag-mode", "observation", "--retriever", "bm25");
    assertThat(result.code()).as(result.err()).isZero();
    var turns = JsonLines.read(folder.resolve("one/turns.jsonl"));
    assertThat(turns)
        .allSatisfy(turn -> {
          int session = session(turn.path("turn").asText().replaceFirst(".*/", ""));
          turn.path("context").forEach(id -> assertThat(session(id.asText())).isLessThan(session));
        });
    assertThat(turns).anyMatch(turn -> !turn.path("context").isEmpty());
    assertThat(server.requests())
        .anyMatch(request -> request.body().contains("Noted in earlier sessions"));
    assertThat(result.json().path("settings").path("context").asText()).isEqualTo("observation");
  }

  private static int session(String turn) {
    return Integer.parseInt(turn.replaceFirst("^D", "").replaceFirst(":.*", ""));
  }

  @Test
  void picturesCanBeChosenSearchedOrLeftOut() {
    answers(_ -> "{\"text\": \"Look!\", \"image\": 1}");
    var chosen = demo("chosen", "--picture", "candidates", "--turns", "pictures");
    assertThat(chosen.code()).as(chosen.err()).isZero();
    assertThat(overall(chosen, "picture-chosen").path("scored").asInt()).isEqualTo(TURNS);
    assertThat(server.request().body())
        .contains("These pictures are at hand (one named", ":\\n1. ");
    var none = demo("none", "--picture", "none");
    assertThat(none.json().path("metrics").has("picture-shared")).isFalse();
    assertThat(server.request().body()).doesNotContain("picture with this message");
  }

  @Test
  void aTurnThatStaysUnreadableIsInNoMean() {
    answers(request -> received.get() <= 3 ? "{\"text\": \"\"}" : "{\"text\": \"Hello.\"}");
    var args = args("one", Cli.DEMO);
    args.set(args.indexOf("--concurrency") + 1, "1");
    var result = run(args);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("of the turns have no result, more than --max-unscored 1.0");
    assertThat(overall(result, "bleu-1").path("asked").asInt()).isEqualTo(TURNS);
    assertThat(overall(result, "bleu-1").path("scored").asInt()).isEqualTo(TURNS - 1);
    assertThat(received).hasValue(TURNS + 2);
  }

  @Test
  void afterAKillTheReportIsThatOfAnUndisturbedRun() throws Exception {
    var running = new AtomicReference<Child>();
    var started = new CountDownLatch(1);
    answers(request -> {
      if (received.get() >= 5) {
        awaitQuietly(started);
        running.get().process().destroyForcibly();
      }
      return reply(request);
    });
    String data = Path.of(Cli.DEMO).toAbsolutePath().normalize().toString();
    running.set(Child.start(folder, args("killed", data)));
    started.countDown();
    assertThat(running.get().exitCode()).as(running.get().said()).isEqualTo(137);
    int before = received.get();
    answers(DialogRunTest::reply);
    var result = run(args("killed", data));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(before + received.get()).isBetween(TURNS, TURNS + 2);
    assertThat(run(args("undisturbed", data)).code()).isZero();
    for (String name : List.of("turns.jsonl", "scores.jsonl", "report.json")) {
      assertThat(folder.resolve("killed").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("undisturbed").resolve(name));
    }
  }

  /** Depends on the prompt alone. */
  private static String reply(JsonNode request) {
    String prompt = request.path("messages").toString();
    return "{\"text\": \"Message " + prompt.hashCode() + "\", \"image\": null}";
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutAModelItIsAFloor() {
    var result =
        run(
            List.of(
                "eval-dialog", "--data-file", Cli.DEMO, "--run", folder.resolve("x").toString()));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("bleu-char-1")
        .contains("never compare the one with the other");
  }

  @Test
  void networksAddTheirScoresAndNameThemselves() {
    var result = demo("one", "--relevance-encoder", "minilm");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(overall(result, "mm-relevance-captions").path("scored").asInt()).isEqualTo(TURNS);
    assertThat(overall(result, "mm-relevance-captions").path("mean").asDouble())
        .isBetween(0.0, 1.0);
    assertThat(result.json().path("scorers").path("mm-relevance-captions").asText()).isNotBlank();
    var nobody = demo("two", "--bertscore-model", folder.resolve("nothing").toString());
    assertThat(nobody.code()).isNotZero().isNotEqualTo(70);
    assertThat(received).as("networks are found before anything is sent").hasValue(TURNS);
  }

  @Test
  void thePublishedConversationsRunToo() {
    String data = Golden.locomo10().toString();
    var result = run(args("big", data, "--history-tokens", "500", "--tokenizer", "whitespace"));
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(received).hasValue(TURNS);
    var floor =
        run(
            List.of(
                "eval-dialog",
                "--data-file",
                data,
                "--max-turns",
                "300",
                "--json",
                "--run",
                folder.resolve("floor").toString()));
    assertThat(floor.code()).as(floor.err()).isZero();
    assertThat(floor.json().path("metrics").path("bleu-1").path("by_conversation")).hasSize(10);
  }

  @Test
  void aDryRunCountsAndSendsNothing() {
    var result = demo("one", "--dry-run");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.json().path("turns").asInt()).isEqualTo(TURNS);
    assertThat(result.json().path("input_tokens").asInt()).isGreaterThan(1000);
    assertThat(received).hasValue(0);
    assertThat(folder.resolve("one")).doesNotExist();
  }

  @Test
  void wrongUseIsNamedBeforeAnythingIsSent() throws IOException {
    assertThat(demo("one", "--samples", "conv-99").err()).contains("has no sample 'conv-99'");
    assertThat(demo("one", "--candidates", "1").err()).contains("--candidates is 1");
    assertThat(demo("one", "--turns", "some").err()).contains("all or pictures");
    assertThat(demo("one", "--picture", "film").code()).isEqualTo(2);
    assertThat(demo("one", "--relevance-encoder", "nobody").code()).isEqualTo(2);
    Path bare = folder.resolve("bare.json");
    Files.writeString(
        bare,
        """
        [{"sample_id": "a", "conversation": {"speaker_a": "A", "speaker_b": "B",
          "session_1": [{"speaker": "A", "dia_id": "D1:1", "text": "Hi"}]}}]
        """);
    assertThat(run(args("one", bare.toString())).err()).contains("has no turn to generate");
    assertThat(received).hasValue(0);
  }
}
