package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code annotate} from the command line to the annotated file, against a scripted server. */
@Timeout(120)
class AnnotateRunTest {
  private static final Pattern ID = Pattern.compile("\\[(D\\d+:1)]");

  /** Sessions of the demonstration file. */
  private static final int SESSIONS = 12;

  @TempDir private Path folder;
  private final AtomicInteger received = new AtomicInteger();
  private FakeServer server;
  private Path data;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    answers(request -> fact(request));
    data = folder.resolve("bare.json");
    JsonNode demo = JsonFiles.read(Path.of(Cli.DEMO), JsonFiles.MAPPER::readTree);
    for (JsonNode sample : demo) {
      ((ObjectNode) sample).remove(List.of("observation", "session_summary"));
      ((ObjectNode) sample).put("own_key", 1.25);
    }
    Files.writeString(data, demo.toString());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** What the model says. */
  @FunctionalInterface
  private interface Model {
    String reply(JsonNode request);
  }

  private void answers(Model model) {
    received.set(0);
    server.answersEach(request -> {
      received.incrementAndGet();
      return ChatServer.reply(model.reply(request.json()), "stop");
    });
  }

  private static String user(JsonNode request) {
    return request.path("messages").path(1).path("content").asText();
  }

  private static String first(JsonNode request) {
    var id = ID.matcher(user(request));
    return id.find() ? id.group(1) : "";
  }

  /** One fact, about the first turn of the session and of whom the reply's form names first. */
  private static String fact(JsonNode request) {
    String user = user(request);
    String speaker = user.substring(user.lastIndexOf("{\"") + 2, user.indexOf("\": [[\"a fact\""));
    return "{\""
        + speaker
        + "\": [[\"A fact of "
        + first(request)
        + ".\", \""
        + first(request)
        + "\"]]}";
  }

  private List<String> args(String what, String name, String... more) {
    var args = new ArrayList<>(List.of("annotate", what, "--data-file", data.toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url() + "/v1"));
    args.addAll(List.of("--out-file", folder.resolve(name + ".json").toString()));
    args.addAll(List.of("--run", folder.resolve(name).toString(), "--concurrency", "2"));
    args.addAll(List.of("--no-cache"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli.Result run(List<String> args) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  private Cli.Result run(String what, String name, String... more) {
    return run(args(what, name, more));
  }

  private Dataset written(String name) {
    return DatasetReader.read(folder.resolve(name + ".json"));
  }

  @Test
  void factsOfAModelAreAddedToTheFileAndNothingElseChanges() throws IOException {
    var result = run("observations", "out", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(received).hasValue(SESSIONS);
    assertThat(result.json().path("sessions").path("annotated").asInt()).isEqualTo(SESSIONS);
    assertThat(result.json().path("observations").asInt()).isEqualTo(SESSIONS);
    assertThat(result.json().path("usage").path("input_tokens").asInt()).isEqualTo(10 * SESSIONS);
    assertThat(written("out").samples().getFirst().observations().get(1))
        .isEqualTo(new Observation(2, "Marisol", "A fact of D2:1.", List.of("D2:1")));
    assertThat(Files.readString(folder.resolve("out.json"))).contains("\"own_key\": 1.25");

    assertThat(run("observations", "out").code()).isZero();
    assertThat(received).as("a second call asks nobody").hasValue(SESSIONS);
  }

  @Test
  void summariesAreAddedBesideTheFacts() {
    assertThat(run("observations", "out").code()).isZero();
    answers(_ -> "```\nThey met and talked.\n```");
    var args = args("summaries", "summed");
    args.set(args.indexOf("--out-file") + 1, folder.resolve("out.json").toString());
    var result = run(args);
    assertThat(result.code()).as(result.err()).isZero();
    var sample = written("out").samples().getFirst();
    assertThat(sample.observations()).isNotEmpty();
    assertThat(sample.sessionSummaries().values()).containsOnly("They met and talked.");
  }

  @Test
  void theFileItselfCanBeAddedToAndFailedSessionsAreTriedAgain() {
    answers(request -> first(request).equals("D2:1") ? "no" : fact(request));
    var args = args("observations", "own");
    args.set(args.indexOf("--out-file") + 1, data.toString());
    var result = run(args);
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("demo-1/S2 is not annotated: no usable reply: found neither JSON nor lines")
        .contains("demo-2/S2 is not annotated");
    assertThat(received).hasValue(SESSIONS - 2 + 2 * 3);
    assertThat(DatasetReader.read(data).samples().getFirst().observations()).isNotEmpty();

    answers(AnnotateRunTest::fact);
    args.addAll(List.of("--tries", "4"));
    assertThat(run(args).code()).isZero();
    assertThat(received).as("one more try each").hasValue(2);
  }

  @Test
  void afterAKillTheRunGoesOnAndTheFileIsThatOfAnUndisturbedOne() throws Exception {
    var running = new AtomicReference<Child>();
    var started = new CountDownLatch(1);
    answers(request -> {
      if (received.get() >= 6) {
        awaitQuietly(started);
        running.get().process().destroyForcibly();
      }
      return fact(request);
    });
    running.set(Child.start(folder, args("observations", "killed")));
    started.countDown();
    assertThat(running.get().exitCode()).as(running.get().said()).isEqualTo(137);
    assertThat(folder.resolve("killed.json")).doesNotExist();
    int before = received.get();
    answers(AnnotateRunTest::fact);
    var result = run("observations", "killed");
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(before + received.get()).isBetween(SESSIONS, SESSIONS + 2);
    assertThat(received.get()).isLessThan(SESSIONS);
    assertThat(run("observations", "undisturbed").code()).isZero();
    assertThat(folder.resolve("killed.json"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed.json"));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aDryRunCountsAndSendsNothing() {
    var result = run("summaries", "out", "--dry-run", "--json", "--samples", "demo-1");
    assertThat(result.code()).as(result.err()).isZero();
    int sessions = DatasetReader.read(data).samples().getFirst().conversation().sessions().size();
    assertThat(result.json().path("sessions").asInt()).isEqualTo(sessions);
    assertThat(result.json().path("calls").asInt()).isEqualTo(sessions);
    assertThat(result.json().path("input_tokens").asInt()).isGreaterThan(1000);
    assertThat(received).hasValue(0);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aRefusedKeyIsExitFourAndTheRunGoesOnLater() {
    server.answers(401, "{\"error\": {\"message\": \"bad key\"}}");
    var result = run("observations", "out");
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("the same command resumes the run");
    answers(AnnotateRunTest::fact);
    assertThat(run("observations", "out").code()).isZero();
    assertThat(received).hasValue(SESSIONS);
  }

  @Test
  void withoutAModelTheMostTellingSentencesAreTaken() {
    for (String what : List.of("observations", "summaries")) {
      var result =
          run(
              List.of(
                  "annotate",
                  what,
                  "--data-file",
                  data.toString(),
                  "--out-file",
                  data.toString(),
                  "--run",
                  folder.resolve(what).toString()));
      assertThat(result.code()).as(result.err()).isZero();
    }
    var check = run(List.of("data", "check", "--data-file", data.toString()));
    assertThat(check.out()).contains("0 errors, 0 warnings");
    var retrieval =
        run(
            List.of(
                "eval-retrieval",
                "--data-file",
                data.toString(),
                "--retriever",
                "bm25",
                "--rag-mode",
                "observation",
                "--top-k",
                "5",
                "--json"));
    assertThat(retrieval.code()).as(retrieval.err()).isZero();
  }

  @Test
  void wrongUseIsNamedBeforeAnythingIsSent() throws IOException {
    assertThat(run("observations", "out", "--samples", "conv-99").err())
        .contains("has no sample 'conv-99'");
    assertThat(run("observations", "out", "--tries", "0").err()).contains("--tries is 0");
    assertThat(run("observations", "out", "--run", "x").err()).contains("--run is given twice");
    assertThat(run("observations", "out", "--protocol", "gpt").code()).isEqualTo(2);
    assertThat(run("observations", "out", "--protocol", "reference").err())
        .contains("the prompts of the original are not imported");
    Files.writeString(folder.resolve("out.json"), "[]");
    assertThat(run("observations", "out").err()).contains("holds other conversations than");
    assertThat(run(List.of("annotate")).code()).isEqualTo(2);
    assertThat(run(List.of("annotate", "observations", "--data-file", data.toString())).err())
        .contains("--out-file FILE");
    assertThat(received).hasValue(0);
  }
}
