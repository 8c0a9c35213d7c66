package dev.locomo.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.locomo.cli.Cli;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.FakeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills, signals, full disks and neighbours, with the real program as a process of its own. */
@Timeout(60)
class InterruptedRunTest {
  private static final int QUESTIONS = 30;
  private static final int CONCURRENCY = 4;
  private static final int KILLS = 4;

  @TempDir private Path folder;
  private ChatServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ChatServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> args(String run, String... more) {
    Path data = Path.of(Cli.DEMO).toAbsolutePath().normalize();
    var args = new ArrayList<>(List.of("eval-qa", "--data-file", data.toString()));
    args.addAll(List.of("--model", "openai:m", "--base-url", server.url(), "--context", "none"));
    args.addAll(List.of("--adversarial", "free", "--limit", Integer.toString(QUESTIONS)));
    args.addAll(List.of("--concurrency", Integer.toString(CONCURRENCY)));
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    args.addAll(List.of("--out-file", folder.resolve(run + ".json").toString()));
    args.addAll(Arrays.asList(more));
    return args;
  }

  private Cli.Result inProcess(List<String> args) {
    return Cli.at(folder.resolve("home"))
        .with("OPENAI_API_KEY", ServerRunTest.KEY)
        .run(args.toArray(String[]::new));
  }

  /** An undisturbed run, to compare with. */
  private void undisturbed() {
    server.behaves((_, _) -> false);
    assertThat(inProcess(args("undisturbed", "--no-cache")).code()).isZero();
  }

  private void assertSameFiles(String run) {
    assertThat(folder.resolve(run + ".json"))
        .hasSameBinaryContentAs(folder.resolve("undisturbed.json"));
    for (String name : List.of("scores.jsonl", "report.json")) {
      assertThat(folder.resolve(run).resolve(name))
          .hasSameBinaryContentAs(folder.resolve("undisturbed").resolve(name));
    }
  }

  @Test
  void afterKillsAtAnyMomentTheFilesAreThoseOfAnUndisturbedRun() throws Exception {
    var random = new Random(20260708);
    var args = args("killed", "--no-cache");
    int received = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int last = 1 + random.nextInt(6);
      var running = new AtomicReference<Child>();
      var started = new CountDownLatch(1);
      var killed = new AtomicBoolean();
      server.behaves((number, _) -> {
        if (number < last) {
          return false;
        }
        awaitQuietly(started);
        killed.set(true);
        running.get().process().destroyForcibly();
        return true; // no answer: the one that asked is gone
      });
      running.set(Child.start(folder, args));
      started.countDown();
      int code = running.get().exitCode();
      assertThat(killed).as(running.get().said()).isTrue();
      assertThat(code).isEqualTo(137);
      received += server.received();
    }
    server.behaves((_, _) -> false);
    assertThat(inProcess(args).code()).isZero();
    received += server.received();
    assertThat(received).isBetween(QUESTIONS, QUESTIONS + KILLS * CONCURRENCY);
    undisturbed();
    assertSameFiles("killed");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aSignalLetsCallsInFlightFinishAndTheRunGoesOnLater() throws Exception {
    var stopping = new CountDownLatch(1);
    var fifth = new CountDownLatch(1);
    server.behaves((number, _) -> {
      if (number >= 5) {
        fifth.countDown();
        awaitQuietly(stopping);
      }
      return false;
    });
    var args = args("stopped", "--no-cache");
    var child = Child.start(folder, args);
    fifth.await();
    child.process().destroy();
    while (child.process().isAlive() && !child.said().contains("stopping; calls in flight")) {
      Thread.yield();
    }
    stopping.countDown();
    assertThat(child.exitCode()).as(child.said()).isEqualTo(130);
    assertThat(child.said()).endsWith("interrupted; the same command resumes the run\n");
    var manifest =
        JsonFiles.read(folder.resolve("stopped/manifest.json"), JsonFiles.MAPPER::readTree);
    assertThat(manifest.path("status").asText()).isEqualTo("interrupted");
    int before = server.received();
    assertThat(before).isBetween(5, 4 + CONCURRENCY);
    assertThat(folder.resolve("stopped/predictions.jsonl")).content().hasLineCount(before);

    server.behaves((_, _) -> false);
    assertThat(inProcess(args).code()).isZero();
    assertThat(before + server.received()).as("nothing is asked twice").isEqualTo(QUESTIONS);
    undisturbed();
    assertSameFiles("stopped");
  }

  private void assertInterrupted(String run, Child child) throws Exception {
    assertThat(child.exitCode()).as(child.said()).isEqualTo(130);
    assertThat(child.said()).contains("interrupted; the same command");
    var manifest =
        JsonFiles.read(folder.resolve(run).resolve("manifest.json"), JsonFiles.MAPPER::readTree);
    assertThat(manifest.path("status").asText()).isEqualTo("interrupted");
  }

  private static void send(String signal, Child to) throws Exception {
    String pid = Long.toString(to.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  @Test
  void aServerThatHangsIsWaitedForSomeSecondsOnly() throws Exception {
    var asked = new CountDownLatch(CONCURRENCY);
    var never = new CountDownLatch(1);
    server.behaves((_, _) -> {
      asked.countDown();
      awaitQuietly(never);
      return true;
    });
    var child = Child.start(folder, args("hanging", "--no-cache"));
    asked.await();
    send("HUP", child);
    assertInterrupted("hanging", child);
    assertThat(server.received()).isEqualTo(CONCURRENCY);
    assertThat(folder.resolve("hanging/predictions.jsonl")).isEmptyFile();
    never.countDown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--attempts=9", "--requests-per-minute=3"})
  void waitsAreCutShortAndNothingMoreIsAsked(String wait) throws Exception {
    var third = new CountDownLatch(3);
    boolean outage = wait.startsWith("--attempts");
    server.behaves((_, exchange) -> {
      third.countDown();
      if (outage) {
        FakeServer.send(exchange, 503, "{}", "Retry-After", "60");
      }
      return outage;
    });
    var args = args("waiting", "--no-cache", wait);
    var child = Child.start(folder, args);
    third.await();
    while (!outage && lines("waiting/predictions.jsonl") < 3) {
      Thread.yield();
    }
    send("TERM", child);
    int before = server.received();
    assertInterrupted("waiting", child);
    assertThat(server.received()).isLessThanOrEqualTo(before + CONCURRENCY - 3);
    assertThat(lines("waiting/predictions.jsonl")).isEqualTo(outage ? 0 : 3);
  }

  private long lines(String file) throws IOException {
    Path path = folder.resolve(file);
    return Files.exists(path) ? Files.readString(path).lines().count() : 0;
  }

  @Test
  void twoProcessesShareACache() throws Exception {
    String cache = folder.resolve("cache").toString();
    var one = Child.start(folder, args("one", "--cache", cache));
    var two = Child.start(folder, args("two", "--cache", cache));
    assertThat(one.exitCode()).as(one.said()).isZero();
    assertThat(two.exitCode()).as(two.said()).isZero();
    assertThat(server.received()).isBetween(QUESTIONS, 2 * QUESTIONS);
    int before = server.received();
    assertThat(inProcess(args("three", "--cache", cache, "--offline")).code()).isZero();
    assertThat(server.received()).isEqualTo(before);
    undisturbed();
    for (String run : List.of("one", "two", "three")) {
      assertSameFiles(run);
    }
  }

  @Test
  void twoProcessesCannotWorkOnOneRun() throws Exception {
    var asked = new CountDownLatch(1);
    var refused = new CountDownLatch(1);
    server.behaves((_, _) -> {
      asked.countDown();
      awaitQuietly(refused);
      return false;
    });
    var first = Child.start(folder, args("one", "--no-cache"));
    asked.await();
    var second = inProcess(args("one", "--no-cache"));
    refused.countDown();
    assertThat(second.code()).isEqualTo(2);
    assertThat(second.err()).contains("is in use by another locomo");
    assertThat(first.exitCode()).as(first.said()).isZero();
  }

  @Test
  void aFullDiskIsSaidAndTheRunGoesOnOnceThereIsRoom() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString()),
        "skipped: needs the right to mount a small disk");
    try {
      var full = args("disk/run", "--no-cache");
      var result = inProcess(full);
      assertThat(result.code()).as(result.err()).isEqualTo(2);
      assertThat(result.err())
          .startsWith("error: cannot write " + disk)
          .contains("No space left on device")
          .doesNotContain("\tat ");
      int before = server.received();
      assertThat(mount("-o", "remount,size=8m", disk.toString())).isTrue();
      assertThat(inProcess(full).code()).isZero();
      assertThat(server.received()).isLessThanOrEqualTo(QUESTIONS + CONCURRENCY);
      assertThat(before).isPositive();
      undisturbed();
      assertSameFiles("disk/run");
    } finally {
      new ProcessBuilder("umount", disk.toString()).start().waitFor();
    }
  }

  private static boolean mount(String... args) throws InterruptedException {
    var command = new ArrayList<>(List.of("mount"));
    command.addAll(Arrays.asList(args));
    try {
      return new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
