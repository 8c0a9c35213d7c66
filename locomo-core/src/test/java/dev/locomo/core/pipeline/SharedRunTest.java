package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.queue.MemoryQueue;
import dev.locomo.core.queue.WorkQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches a run of several processes that asks twice, loses a piece, or ends with half of it. */
class SharedRunTest {
  private static final ModelSpec FIRST = ModelSpec.parse("openai:gpt-4o-mini");
  private static final ModelSpec SECOND = ModelSpec.parse("openai:gpt-4o");

  @TempDir private Path folder;
  private final MemoryQueue.Place place = new MemoryQueue.Place(System::nanoTime);

  private MemoryQueue queue() {
    return new MemoryQueue(place, "run", 0, WorkQueue.LEASE);
  }

  /** A process of the run: its surroundings, and the folder of its own. */
  private final class Process {
    private final ScriptedHost host = new ScriptedHost();
    private final Path own;

    private Process(String name) {
      own = folder.resolve(name);
    }

    private Finished<List<String>> run(Questions task) throws InterruptedException {
      host.queue = queue();
      return new RunEngine(host).run(task, () -> own);
    }

    private JsonNode manifest() {
      return JsonFiles.read(own.resolve("manifest.json"), JsonFiles.MAPPER::readTree);
    }

    private int pieces() {
      return host.done.stream().mapToInt(Stage.Done::pieces).sum();
    }
  }

  private static String[] answers(int items) {
    return IntStream.range(0, items).mapToObj(i -> i + " question " + i).toArray(String[]::new);
  }

  @Test
  void oneProcessAloneDoesAllAndItsManifestSaysSo() throws InterruptedException {
    var one = new Process("one");
    var finished = one.run(new Questions(3, FIRST));
    assertThat(finished.ending()).isEqualTo(Ending.ALL);
    assertThat(finished.result()).containsExactly(answers(3));
    assertThat(one.host.sent).hasSize(3);
    assertThat(one.pieces()).isEqualTo(3);
    assertThat(one.manifest().at("/queue/address").asText()).isEqualTo("memory:run");
    assertThat(one.manifest().at("/queue/pieces_done_here").asInt()).isEqualTo(3);
  }

  @Test
  void oneThatComesWhenAllIsDoneTakesInWhatTheOthersDid() throws InterruptedException {
    var one = new Process("one");
    one.run(new Questions(3, FIRST, SECOND));
    var two = new Process("two");
    var finished = two.run(new Questions(3, FIRST, SECOND));
    assertThat(two.host.sent).isEmpty();
    assertThat(finished.ending()).isEqualTo(Ending.ALL);
    assertThat(finished.result()).hasSize(6).contains(answers(3));
    assertThat(two.manifest().at("/queue/pieces_done_here").asInt()).isZero();
    assertThat(two.manifest().at("/usage/calls").asInt()).isEqualTo(6);
    assertThat(two.own.resolve("calls.jsonl"))
        .hasSameTextualContentAs(one.own.resolve("calls.jsonl"));
    assertThat(two.pieces()).as("no more work than there is").isEqualTo(6);
  }

  @Test
  void processesThatWorkAtOnceShareTheWorkAndEachEndsWithAll() throws Exception {
    var one = new Process("one");
    var two = new Process("two");
    var both = new CountDownLatch(2);
    for (Process process : List.of(one, two)) {
      process.host.provider =
          ask -> {
            both.countDown(); // each has a piece before either has done one
            try {
              both.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return ScriptedHost.reply(ask.messages().getFirst().text());
          };
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> one.run(new Questions(20, FIRST)));
      var second = threads.submit(() -> two.run(new Questions(20, FIRST)));
      assertThat(first.get().result()).containsExactlyInAnyOrder(answers(20));
      assertThat(second.get().result()).containsExactlyInAnyOrder(answers(20));
    }
    var sent = new HashSet<>(one.host.sent);
    sent.addAll(two.host.sent);
    assertThat(sent).hasSize(20);
    assertThat(one.host.sent.size() + two.host.sent.size()).as("each once").isEqualTo(20);
    assertThat(one.pieces()).isEqualTo(20);
    assertThat(two.pieces()).isEqualTo(20);
    int here =
        one.manifest().at("/queue/pieces_done_here").asInt()
            + two.manifest().at("/queue/pieces_done_here").asInt();
    assertThat(here).isEqualTo(20);
  }

  @Test
  void aProcessThatWasStoppedGoesOnFromTheRecordOfTheQueue() throws Exception {
    var one = new Process("one");
    one.host.provider =
        ask -> {
          one.host.stop = one.host.sent.size() == 2;
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    var stopped = one.run(new Questions(5, FIRST));
    assertThat(stopped.ending()).isEqualTo(new Ending(false, null));
    assertThat(one.manifest().path("status").asText()).isEqualTo("interrupted");
    // A line that never got to the queue is another process's work by now.
    Path calls = one.own.resolve("calls.jsonl");
    String record = Files.readString(calls);
    Files.writeString(
        calls, record + record.lines().toList().getLast().replace("/1\"", "/4\"") + "\n");
    one.host.stop = false;
    one.host.provider = ask -> ScriptedHost.reply(ask.messages().getFirst().text());
    one.host.sent.clear();
    one.host.done.clear();
    var finished = one.run(new Questions(5, FIRST));
    assertThat(finished.ending()).isEqualTo(Ending.ALL);
    assertThat(finished.result()).containsExactlyInAnyOrder(answers(5));
    assertThat(one.host.sent)
        .containsExactly(
            "gpt-4o-mini question 2", "gpt-4o-mini question 3", "gpt-4o-mini question 4");
    assertThat(Files.readAllLines(calls)).hasSize(5);
    assertThat(one.manifest().at("/queue/pieces_done_here").asInt()).isEqualTo(3);
  }

  @Test
  void aFolderWithARecordThatTheQueueKnowsNothingOfIsRefusedAndKept() throws Exception {
    var alone = new Process("one");
    new RunEngine(alone.host).run(new Questions(2, FIRST), () -> alone.own);
    String before = Files.readString(alone.own.resolve("calls.jsonl"));
    assertThatThrownBy(() -> alone.run(new Questions(2, FIRST)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has a record that the queue memory:run knows nothing of");
    assertThat(alone.own.resolve("calls.jsonl")).hasContent(before);
  }

  @Test
  void aKeyThatIsRefusedIsThisProcessesAndAnotherDoesThePiece() throws InterruptedException {
    var one = new Process("one");
    one.host.provider =
        _ -> {
          throw new ProviderError(Kind.KEY_REFUSED, "no", null, null);
        };
    var first = one.run(new Questions(2, FIRST));
    assertThat(first.ending().provider())
        .extracting(ProviderError::kind)
        .isEqualTo(Kind.KEY_REFUSED);
    assertThat(first.result()).as("nothing is said of pieces that others do").isEmpty();
    assertThat(one.manifest().at("/queue/pieces_done_here").asInt()).isZero();
    var two = new Process("two");
    assertThat(two.run(new Questions(2, FIRST)).result()).containsExactlyInAnyOrder(answers(2));
    assertThat(two.host.sent).hasSize(2);
  }

  @Test
  void anOutageIsTriedOnceMoreAndThenOnRecordForAll() throws InterruptedException {
    var one = new Process("one");
    one.host.provider =
        ask -> {
          if (ask.messages().getFirst().text().equals("question 1")) {
            throw new ProviderError(Kind.UNAVAILABLE, "down", null, null);
          }
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    var first = one.run(new Questions(3, FIRST));
    assertThat(first.ending()).isEqualTo(Ending.ALL);
    assertThat(first.result())
        .containsExactlyInAnyOrder("0 question 0", "1 failed", "2 question 2");
    assertThat(one.host.sent).hasSize(4).filteredOn(s -> s.endsWith(" 1")).hasSize(2);
    assertThat(one.pieces()).isEqualTo(3);
    assertThat(one.host.done).extracting(Stage.Done::without).containsExactlyInAnyOrder(0, 1, 0);
    var two = new Process("two");
    assertThat(two.run(new Questions(3, FIRST)).result())
        .containsExactlyInAnyOrder("0 question 0", "1 failed", "2 question 2");
    assertThat(two.host.sent).isEmpty();
    assertThat(two.host.done).extracting(Stage.Done::without).containsExactlyInAnyOrder(0, 1, 0);
  }

  @Test
  void aRefusalOfOnePieceIsOnRecordAtOnce() throws InterruptedException {
    var one = new Process("one");
    one.host.provider =
        ask -> {
          if (ask.messages().getFirst().text().equals("question 0")) {
            throw new ProviderError(Kind.FILTERED, "not this", null, null);
          }
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    assertThat(one.run(new Questions(2, FIRST)).result())
        .containsExactlyInAnyOrder("0 failed", "1 question 1");
    assertThat(one.host.sent).hasSize(2);
  }

  @Test
  void aQueueThatCannotBeReachedIsNamedBeforeAnythingIsAsked() {
    var one = new Process("one");
    var queue = queue();
    queue.down(true);
    one.host.queue = queue;
    assertThatThrownBy(() -> new RunEngine(one.host).run(new Questions(2, FIRST), () -> one.own))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the queue memory:run cannot be used (it is down)");
    assertThat(one.host.sent).isEmpty();
  }

  @Test
  void aQueueThatHasLostARecordIsNotTakenForOneWithAll() throws IOException {
    var one = new Process("one");
    var queue = queue();
    one.host.queue = queue;
    one.host.provider =
        ask -> {
          if (ask.messages().getFirst().text().equals("question 1")) {
            queue.lose(0, "item 0");
          }
          return ScriptedHost.reply(ask.messages().getFirst().text());
        };
    assertThatThrownBy(() -> new RunEngine(one.host).run(new Questions(2, FIRST), () -> one.own))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("has lost records");
  }

  @Test
  void twoPiecesOfOneNameAreABug() {
    var one = new Process("one");
    var task =
        new Questions(2, FIRST) {
          @Override
          String name(int item) {
            return "item";
          }
        };
    assertThatThrownBy(() -> one.run(task))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("two pieces have the name item");
  }
}
