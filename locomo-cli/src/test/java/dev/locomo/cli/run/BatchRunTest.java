package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.JsonLines;
import dev.locomo.core.dataset.json.JsonFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in batches: nothing is sent twice, nothing lost, and half is paid. */
@Timeout(120)
class BatchRunTest {
  private static final String OPENAI = "openai:gpt-4o-mini";
  private static final String ANTHROPIC = "anthropic:claude-sonnet-4-5";
  private static final int QUESTIONS = 6;

  @TempDir private Path folder;
  private BatchServer server;

  @BeforeEach
  void start() throws IOException {
    server = new BatchServer();
  }

  @AfterEach
  void stop() {
    assertThat(server.single()).as("requests outside of batches").isZero();
    server.close();
  }

  private List<String> args(String model, String... more) {
    Path data = Path.of(Cli.DEMO).toAbsolutePath().normalize();
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", data.toString()));
    args.addAll(List.of("--model", model, "--base-url", server.url(), "--context", "none"));
    args.addAll(List.of("--categories", "1,2,3,4", "--limit", Integer.toString(QUESTIONS)));
    args.addAll(List.of("--batch-api", "--run", folder.resolve("run").toString()));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli cli() {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .with("ANTHROPIC_API_KEY", ServerRunTest.KEY);
  }

  private Cli.Result run(String model, String... more) {
    return cli().run(args(model, more).toArray(String[]::new));
  }

  private List<String> lines(String field) {
    return JsonLines.read(folder.resolve("run/predictions.jsonl")).stream()
        .map(line -> line.path(field).asText())
        .toList();
  }

  private JsonNode manifest() {
    return JsonFiles.read(folder.resolve("run/manifest.json"), JsonFiles.MAPPER::readTree);
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, ANTHROPIC})
  void allIsAskedInOneBatchAtHalfThePrice(String model) {
    var result = run(model, "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.err()).contains("batch_1 has 6 requests", "batch batch_1 has ended");
    assertThat(server.made()).containsExactly(QUESTIONS);
    assertThat(lines("outcome")).hasSize(QUESTIONS).containsOnly("answered");
    assertThat(lines("source")).containsOnly("batch");
    double input = model.equals(OPENAI) ? 0.15 : 3;
    double output = model.equals(OPENAI) ? 0.6 : 15;
    double paid = QUESTIONS * (1000 * input + 10 * output) / 1e6 / 2;
    assertThat(result.json().at("/usage/cost_usd").asDouble()).isCloseTo(paid, within(1e-9));
    assertThat(server.requests().toString()).doesNotContain(ServerRunTest.KEY);
    assertThat(folder.resolve("run/batches.jsonl")).content().doesNotContain(ServerRunTest.KEY);

    assertThat(run(model).code()).isZero();
    assertThat(server.made()).as("nothing is left to be asked").containsExactly(QUESTIONS);
    var other = args(model);
    other.set(other.indexOf("--run") + 1, folder.resolve("other").toString());
    assertThat(cli().run(other.toArray(String[]::new)).code()).isZero();
    assertThat(server.made()).as("replies are on disk").containsExactly(QUESTIONS);
  }

  @Test
  void linesAreRequestsAsTheyAreSentOneByOne() {
    assertThat(run(OPENAI).code()).isZero();
    JsonNode line = server.requests().getFirst();
    assertThat(line.path("method").asText()).isEqualTo("POST");
    assertThat(line.path("url").asText()).isEqualTo("/v1/chat/completions");
    assertThat(line.path("custom_id").asText()).matches("[a-zA-Z0-9_-]{1,64}");
    assertThat(line.at("/body/model").asText()).isEqualTo("gpt-4o-mini");
    assertThat(line.at("/body/messages")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, ANTHROPIC})
  void whatFailsInABatchFailsAndIsAskedAgainByTheNextStart(String model) {
    var number = new AtomicInteger();
    server.results =
        line ->
            switch (number.getAndIncrement()) {
              case 0 -> refused(line);
              case 1 -> expired(line);
              case 2 -> null;
              default -> line;
            };
    var first = run(model);
    assertThat(first.code()).isEqualTo(1);
    assertThat(lines("outcome")).filteredOn("failed"::equals).hasSize(3);
    assertThat(String.join("\n", lines("reason")))
        .contains("a bad one", "expired", "without a reply");
    assertThat(first.err()).contains("a bad one");
    assertThat(run(model).code()).isZero();
    assertThat(server.made()).containsExactly(QUESTIONS, 3);
    assertThat(lines("outcome")).hasSize(QUESTIONS).containsOnly("answered");
  }

  private static ObjectNode refused(ObjectNode line) {
    if (line.has("result")) {
      line.putObject("result")
          .put("type", "errored")
          .putObject("error")
          .put("type", "error")
          .putObject("error")
          .put("type", "invalid_request_error")
          .put("message", "a bad one");
    } else {
      line.putObject("response")
          .put("status_code", 400)
          .putObject("body")
          .putObject("error")
          .put("message", "a bad one");
    }
    return line;
  }

  private static ObjectNode expired(ObjectNode line) {
    if (line.has("result")) {
      line.putObject("result").put("type", "expired");
    } else {
      line.putNull("response");
      line.putObject("error").put("code", "batch_expired").put("message", "it expired");
    }
    return line;
  }

  @Test
  void aBatchThatFailsAsAWholeIsSentOnceAStart() {
    server.end = "failed";
    var result = run(OPENAI);
    assertThat(result.code()).isEqualTo(1);
    assertThat(lines("reason")).hasSize(QUESTIONS).allMatch(r -> r.contains("queue is full"));
    assertThat(server.made()).containsExactly(QUESTIONS);
    server.end = "completed";
    assertThat(run(OPENAI).code()).isZero();
    assertThat(server.made()).containsExactly(QUESTIONS, QUESTIONS);
  }

  /** Runs the program in a process of its own, which is killed at some moment. */
  private void killed(String model, boolean whileMade) throws Exception {
    var child = new AtomicReference<Child>();
    var started = new CountDownLatch(1);
    Runnable kill =
        () -> {
          try {
            started.await();
            child.get().process().destroyForcibly().waitFor();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    if (whileMade) {
      server.onMade = kill;
    } else {
      server.onPoll = kill;
    }
    child.set(Child.start(folder, args(model, "--no-cache")));
    started.countDown();
    assertThat(child.get().exitCode()).as(child.get().said()).isEqualTo(137);
    server.onMade = () -> {};
    server.onPoll = () -> {};
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, ANTHROPIC})
  void aBatchIsTakenUpAgainAfterAKill(String model) throws Exception {
    killed(model, false);
    assertThat(server.made()).containsExactly(QUESTIONS);
    var result = run(model, "--no-cache");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.made()).as("nothing is sent twice").containsExactly(QUESTIONS);
    assertThat(lines("outcome")).hasSize(QUESTIONS).containsOnly("answered");
  }

  @ParameterizedTest
  @ValueSource(strings = {OPENAI, ANTHROPIC})
  void aBatchWhoseIdWasNeverHeardIsFoundAgain(String model) throws Exception {
    killed(model, true);
    assertThat(server.made()).containsExactly(QUESTIONS);
    assertThat(folder.resolve("run/batches.jsonl")).content().doesNotContain("batch_1");
    var result = run(model, "--no-cache");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(server.made()).as("nothing is sent twice").containsExactly(QUESTIONS);
    assertThat(lines("outcome")).hasSize(QUESTIONS).containsOnly("answered");
  }

  @Test
  void aSignalEndsTheWaitAtOnce() throws Exception {
    server.pollsUntilEnd = Integer.MAX_VALUE;
    var polled = new CountDownLatch(3);
    server.onPoll = polled::countDown;
    var child = Child.start(folder, args(OPENAI, "--no-cache"));
    polled.await();
    long start = System.nanoTime();
    child.process().destroy();
    assertThat(child.exitCode()).as(child.said()).isEqualTo(130);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(5);
    assertThat(manifest().path("status").asText()).isEqualTo("interrupted");
    assertThat(folder.resolve("run").toFile().list()).noneMatch(name -> name.endsWith(".part"));
    server.pollsUntilEnd = 0;
    assertThat(run(OPENAI, "--no-cache").code()).isZero();
    assertThat(server.made()).containsExactly(QUESTIONS);
  }

  @Test
  void answersAreJudgedInABatchToo() throws IOException {
    assertThat(run(OPENAI).code()).isZero();
    var result =
        cli()
            .run(
                "judge",
                "--run",
                folder.resolve("run").toString(),
                "--data-file",
                Cli.DEMO,
                "--judge",
                ANTHROPIC,
                "--base-url",
                server.url(),
                "--batch-api",
                "--rubric",
                "lenient",
                "--max-unscored",
                "100",
                "--out",
                folder.resolve("judged").toString(),
                "--json");
    // What the scripted server says is no verdict.
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("gave no verdict that can be read");
    assertThat(server.made()).containsExactly(QUESTIONS, QUESTIONS);
    double paid = QUESTIONS * (1000 * 3 + 10 * 15) / 1e6 / 2;
    assertThat(result.json().path("usage").path(ANTHROPIC).path("cost_usd").asDouble())
        .isCloseTo(paid, within(1e-9));
    assertThat(Files.exists(folder.resolve("judged/batches.jsonl"))).isTrue();
  }

  @Test
  void aLimitOfTheCostLetsOnlySoMuchIntoABatch() {
    var result = run(ANTHROPIC, "--max-cost", "0.008");
    assertThat(result.code()).as(result.err()).isEqualTo(1);
    assertThat(result.err()).contains("cost limit");
    int sent = server.made().stream().mapToInt(n -> n).sum();
    assertThat(sent).isBetween(1, QUESTIONS - 1);
    assertThat(lines("outcome")).hasSize(sent).containsOnly("answered");
    assertThat(run(ANTHROPIC).code()).isZero();
    assertThat(server.made().stream().mapToInt(n -> n).sum()).isEqualTo(QUESTIONS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"google:gemini-2.5-flash", "ollama:llama3", "huggingface:a/b", "extractive"})
  void otherProvidersAreRefused(String model) {
    for (String more : List.of("--json", "--dry-run")) {
      var result = run(model, more);
      assertThat(result.code()).as(result.err()).isEqualTo(2);
      assertThat(result.err()).contains("--batch-api");
    }
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aDryRunTellsHalfThePrice() {
    double half = run(OPENAI, "--dry-run", "--json").json().path("cost_usd_at_most").asDouble();
    var args = args(OPENAI, "--dry-run", "--json");
    args.remove("--batch-api");
    var whole = cli().run(args.toArray(String[]::new)).json().path("cost_usd_at_most").asDouble();
    assertThat(half).isPositive().isCloseTo(whole / 2, within(1e-12));
  }
}
