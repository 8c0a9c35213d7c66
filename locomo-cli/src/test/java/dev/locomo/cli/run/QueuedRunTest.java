package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import dev.locomo.services.redis.RealRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose pieces several processes take from a queue, against the run of one process. */
@Timeout(240)
class QueuedRunTest {
  @TempDir private Path folder;
  private final AtomicInteger received = new AtomicInteger();
  private FakeServer server;
  private RealRedis redis;
  private String queue;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    redis = new RealRedis("requirepass secret");
    queue = redis.url(":secret@", 1);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    redis.stop();
  }

  private Cli.Result run(List<String> command, String... more) {
    var args = new ArrayList<>(command);
    args.addAll(Arrays.asList(more));
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  private List<String> command(String verb, String... more) {
    var args = new ArrayList<>(List.of(verb.split(" ")));
    args.addAll(List.of("--data-file", Cli.DEMO, "--no-cache"));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private String[] asked(String option) {
    return new String[] {option, "openai:m", "--base-url", server.url() + "/v1"};
  }

  private JsonNode json(String file) {
    return JsonFiles.read(folder.resolve(file), JsonFiles.MAPPER::readTree);
  }

  /** So many processes at once; what the one process asks is asked once in all. */
  private void shared(List<String> command, int processes, String option, String... files)
      throws InterruptedException {
    assertThat(run(command, option, at("one")).code()).isBetween(0, 1);
    int calls = received.getAndSet(0);
    var results = Collections.synchronizedList(new ArrayList<Cli.Result>());
    var threads = new ArrayList<Thread>();
    for (int i = 1; i <= processes; i++) {
      String[] more = {option, at("of-" + i), "--queue", queue};
      threads.add(Thread.startVirtualThread(() -> results.add(run(command, more))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(processes);
    assertThat(results).allSatisfy(r -> assertThat(r.code()).as(r.err()).isBetween(0, 1));
    assertThat(received).hasValue(calls);
    int here = 0;
    for (int i = 1; i <= processes; i++) {
      for (String file : files) {
        assertThat(folder.resolve("of-" + i).resolve(file))
            .isNotEmptyFile()
            .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
      }
      JsonNode manifest = json("of-" + i + "/manifest.json");
      assertThat(manifest.path("status").asText()).isEqualTo("complete");
      assertThat(manifest.path("queue").path("address").asText()).doesNotContain("secret");
      here += manifest.path("queue").path("pieces_done_here").asInt();
    }
    assertThat(here).isPositive();
  }

  @Test
  void questionsOfTheBuiltInReader() throws InterruptedException {
    shared(command("eval-qa"), 3, "--run", "predictions.jsonl", "scores.jsonl", "report.json");
  }

  @Test
  void questionsThatAModelAnswers() throws InterruptedException {
    ChatServer.answersEach(server, received, sha -> sha);
    var command = command("eval-qa", asked("--model"));
    command.addAll(List.of("--batch-size", "2"));
    shared(command, 3, "--run", "scores.jsonl", "report.json");
  }

  @Test
  void turnsThatAModelWrote() throws InterruptedException {
    ChatServer.answersEach(server, received, sha -> "{\"text\": \"" + sha + "\", \"image\": null}");
    var command = command("eval-dialog", asked("--model"));
    command.addAll(List.of("--max-turns", "10"));
    shared(command, 2, "--run", "scores.jsonl", "turns.jsonl", "report.json");
  }

  @Test
  void eventsInFourStages() throws Exception {
    try (var events = new EventsServer()) {
      Path data = Files.writeString(folder.resolve("small.json"), EventsServer.DATA);
      var command = new ArrayList<>(List.of("eval-events", "--data-file", data.toString()));
      command.addAll(List.of("--model", "openai:m", "--base-url", events.url(), "--no-cache"));
      command.addAll(List.of("--verifier", "openai:v", "--verifier-base-url", events.url()));
      shared(command, 2, "--run", "events.jsonl", "facts.jsonl", "scores.jsonl", "report.json");
    }
  }

  @Test
  void summariesOfSessions() throws Exception {
    ChatServer.answersEach(server, received, sha -> "They talked about " + sha + ".");
    var command = command("annotate summaries", asked("--model"));
    command.addAll(List.of("--overwrite", "--out-file", at("out.json"), "--run"));
    command.add(at("one"));
    assertThat(run(command).code()).isZero();
    String one = Files.readString(folder.resolve("out.json"));
    int calls = received.getAndSet(0);
    command.set(command.size() - 1, at("shared"));
    assertThat(run(command, "--queue", queue).code()).isZero();
    assertThat(folder.resolve("out.json")).hasContent(one);
    command.set(command.size() - 1, at("late"));
    assertThat(run(command, "--queue", queue).code()).isZero();
    assertThat(received).as("the second process comes when all is done").hasValue(calls);
    assertThat(folder.resolve("out.json")).hasContent(one);
  }

  @Test
  void verdictsOfAJudge() throws InterruptedException {
    ChatServer.answersEach(
        server,
        received,
        sha -> "{\"verdict\": \"" + (sha.charAt(0) < '8' ? "correct" : "wrong") + "\"}");
    String run = at("answers");
    assertThat(run(command("eval-qa"), "--run", run).code()).isZero();
    var command = command("judge", asked("--judge"));
    command.addAll(List.of("--run", run, "--repeats", "2"));
    shared(command, 2, "--out", "verdicts.jsonl");
  }

  @Test
  void aProcessThatIsRefusedLeavesItsPiecesToTheOthers() {
    server.answers(401, "{}");
    var command = command("eval-qa", asked("--model"));
    var refused = run(command, "--run", at("a"), "--queue", queue);
    assertThat(refused.code()).as(refused.err()).isEqualTo(4);
    ChatServer.answersEach(server, received, sha -> sha);
    assertThat(run(command, "--run", at("one")).code()).isBetween(0, 1);
    var other = run(command, "--run", at("b"), "--queue", queue);
    assertThat(other.code()).as(other.err()).isBetween(0, 1);
    assertThat(folder.resolve("b/report.json"))
        .hasSameBinaryContentAs(folder.resolve("one/report.json"));
    var again = run(command, "--run", at("a"), "--queue", queue);
    assertThat(again.code()).as(again.err()).isBetween(0, 1);
    assertThat(folder.resolve("a/report.json"))
        .hasSameBinaryContentAs(folder.resolve("one/report.json"));
  }

  @Test
  void whatDoesNotGoWithAQueueIsSaid() throws IOException {
    var command = command("eval-qa", "--run", at("x"));
    assertThat(run(command, "--queue", "sqs://q").err()).contains("postgresql://host");
    assertThat(run(command, "--queue", queue, "--shard", "1/2").err())
        .contains("--shard does not go with --queue");
    assertThat(run(command, "--queue", queue, "--overwrite").code()).isEqualTo(2);
    assertThat(run(command, "--queue", queue, "--memory", "any.json").err())
        .contains("--memory does not go with --queue", "--shard I/N");
    assertThat(run(command).code()).isZero();
    assertThat(run(command, "--queue", queue).err())
        .contains("has a record that the queue redis://127.0.0.1")
        .doesNotContain("secret");
    redis.stop();
    var gone = run(command("eval-qa", "--run", at("y")), "--queue", queue);
    assertThat(gone.code()).isEqualTo(2);
    assertThat(gone.err()).contains("the queue redis://").contains("start it, or correct --queue");
  }
}
