package dev.locomo.services.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.llm.FakeServer;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.RunListener.Done;
import dev.locomo.core.pipeline.RunListener.Ended;
import dev.locomo.core.pipeline.RunListener.Planned;
import dev.locomo.core.pipeline.RunListener.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What holds for every service that a run is watched by, whatever it does: the run ends, one line
 * says why nothing arrived, and when the service is back the same run is watched again.
 */
public abstract class WatcherContract {
  private static final String REPORT =
      "{\"metrics\": {\"token-f1\": {\"overall\": {\"asked\": 1, \"mean\": 0.5}}}}";

  @TempDir private Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private FakeServer server;

  @BeforeEach
  void start() throws IOException {
    server = new FakeServer();
    Files.writeString(folder.resolve("spec.json"), "{\"fingerprint\": \"f\", \"settings\": {}}");
    Files.writeString(
        folder.resolve("manifest.json"), "{\"status\": \"complete\", \"run_id\": \"i-1\"}");
    Files.writeString(folder.resolve("report.json"), REPORT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * A watcher of this patience.
   *
   * @param notices told when the service fails
   */
  protected abstract RunListener watcher(
      String server, Consumer<String> notices, Duration patience);

  /** Answers as the service does. */
  protected abstract FakeServer.Reaction service();

  /** With less patience than a user has. */
  private void watch(String address) {
    watch(address, Duration.ofSeconds(1));
  }

  private void watch(String address, Duration patience) {
    notices.clear();
    RunListener watcher = watcher(address, notices::add, patience);
    watcher.on(new Run("i-1", "eval-qa", "openai:m", folder));
    watcher.on(new Planned(1));
    watcher.on(new Done(1, 0));
    watcher.on(new Ended());
  }

  /** One line says so, and it is as if nothing had been when the service is back. */
  private void failsOnceAndIsBack() {
    assertThat(notices).singleElement().asString().startsWith("not ").doesNotContain("\n");
    comes();
  }

  private void comes() {
    server.reacts(service());
    int before = server.requests().size();
    watch(server.url(), Duration.ofMinutes(1));
    assertThat(notices).noneMatch(line -> line.startsWith("not "));
    assertThat(server.requests()).hasSizeGreaterThan(before);
  }

  @Test
  void oneThatAnswersIsToldOfTheRun() {
    comes();
  }

  @Test
  void oneThatRefusesIsSaidOnce() {
    server.answers(403, "{\"message\": \"go away\"}");
    watch(server.url());
    failsOnceAndIsBack();
  }

  @Test
  void oneThatIsNotThereIsSaidOnce() {
    watch("http://127.0.0.1:9");
    failsOnceAndIsBack();
  }

  @Test
  void oneThatNeverAnswersHoldsTheEndOfARunForAWhileOnly() {
    server.answers(FakeServer.SILENT);
    watch(server.url());
    failsOnceAndIsBack();
  }

  @Test
  void oneWhoseAnswerDripsHoldsTheEndOfARunForAWhileOnly() {
    server.answers(FakeServer.DRIPPING);
    watch(server.url());
    failsOnceAndIsBack();
  }

  @Test
  void oneThatIsGoneInTheMiddleOfAnAnswerIsSaidOnce() {
    server.answers(FakeServer.goneAfter("{\"a"));
    watch(server.url());
    failsOnceAndIsBack();
  }
}
