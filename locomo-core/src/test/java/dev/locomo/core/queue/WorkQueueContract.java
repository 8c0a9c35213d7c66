package dev.locomo.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.queue.WorkQueue.Taken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every queue does, on a real server. */
public abstract class WorkQueueContract {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private final List<WorkQueue> opened = new ArrayList<>();
  private String run = "";

  /** One process's queue of a run; what it holds is its own for the lease. */
  protected abstract WorkQueue open(String run, int priority, Duration lease);

  @BeforeEach
  void name() {
    run = UUID.randomUUID().toString();
  }

  @AfterEach
  void close() {
    opened.forEach(WorkQueue::close);
  }

  private WorkQueue process(int priority, Duration lease) {
    var queue = open(run, priority, lease);
    opened.add(queue);
    return queue;
  }

  private WorkQueue process() {
    return process(0, WorkQueue.LEASE);
  }

  private static Taken some(WorkQueue queue, int stage) throws IOException {
    return queue.take(stage).orElseThrow();
  }

  @Test
  void aRunThatNobodyBeganHasNoStages() throws IOException {
    assertThat(process().stages()).isZero();
  }

  @Test
  void piecesAreGivenOutInTheirOrderEachOnce() throws IOException {
    var one = process();
    var two = process();
    one.offer(0, List.of("a", "b", "c"));
    two.offer(0, List.of("a", "b", "c", "d"));
    assertThat(some(one, 0)).isEqualTo(new Taken("a", 1));
    assertThat(some(two, 0).piece()).isEqualTo("b");
    assertThat(some(two, 0).piece()).isEqualTo("c");
    assertThat(some(one, 0).piece()).isEqualTo("d");
    assertThat(one.take(0)).isEmpty();
    assertThat(one.open(0)).isEqualTo(4);
    assertThat(two.stages()).isEqualTo(1);
  }

  @Test
  void theFirstRecordOfAPieceCountsAndIsThereForAll() throws IOException {
    var one = process();
    var two = process();
    one.offer(0, List.of("a"));
    two.offer(0, List.of("a"));
    some(one, 0);
    assertThat(one.complete(0, "a", "{\"said\": \"ä\\u0000\"}")).isTrue();
    assertThat(one.complete(0, "a", "{\"said\": \"ä\\u0000\"}")).as("answer was lost").isTrue();
    assertThat(two.complete(0, "a", "{}")).isFalse();
    assertThat(two.open(0)).isZero();
    assertThat(two.records(0))
        .containsExactly(java.util.Map.entry("a", "{\"said\": \"ä\\u0000\"}"));
    two.offer(0, List.of("a"));
    assertThat(two.take(0)).isEmpty();
  }

  @Test
  void aPieceThatWasGivenBackComesAgainAtTheEnd() throws IOException {
    var one = process();
    one.offer(0, List.of("a", "b"));
    some(one, 0);
    one.giveBack(0, "a");
    one.giveBack(0, "never held");
    assertThat(some(one, 0).piece()).isEqualTo("b");
    assertThat(some(one, 0)).isEqualTo(new Taken("a", 2));
  }

  @Test
  void whatALostProcessHeldIsTakenOverAndWhatALivingOneHoldsIsNot() throws Exception {
    var lost = process(0, SHORT);
    var living = process(0, SHORT);
    var third = process(0, SHORT);
    lost.offer(0, List.of("a", "b"));
    third.offer(0, List.of("a", "b"));
    some(lost, 0);
    some(living, 0);
    Optional<Taken> taken = third.take(0);
    assertThat(taken).isEmpty();
    for (long end = System.nanoTime() + SHORT.multipliedBy(10).toNanos();
        taken.isEmpty() && System.nanoTime() < end; ) {
      living.renew(0, List.of("b"));
      Thread.sleep(20);
      taken = third.take(0);
    }
    assertThat(taken.orElseThrow().piece()).isEqualTo("a");
    living.renew(0, List.of("b"));
    assertThat(third.take(0)).isEmpty();
    lost.giveBack(0, "a");
    assertThat(third.complete(0, "a", "{}")).isTrue();
  }

  @Test
  void stagesAndRunsHavePiecesOfTheirOwn() throws IOException {
    var one = process();
    one.offer(0, List.of("a"));
    one.offer(1, List.of("a"));
    some(one, 1);
    some(one, 0);
    assertThat(one.stages()).isEqualTo(2);
    run = "another";
    assertThat(process().stages()).isZero();
  }

  @Test
  void aStageWithoutPiecesIsOver() throws IOException {
    var one = process();
    one.offer(0, List.of());
    assertThat(one.take(0)).isEmpty();
    assertThat(one.open(0)).isZero();
    assertThat(one.stages()).isEqualTo(1);
  }

  @Test
  void aRunWaitsWhileAnotherOfHigherPriorityIsThere() throws Exception {
    var low = process(1, SHORT);
    low.offer(0, List.of("a"));
    run += "-first";
    var high = process(2, SHORT);
    high.offer(0, List.of("x"));
    assertThat(low.take(0)).isEmpty();
    assertThat(some(high, 0).piece()).isEqualTo("x");
    Optional<Taken> taken = Optional.empty();
    for (long end = System.nanoTime() + SHORT.multipliedBy(30).toNanos();
        taken.isEmpty() && System.nanoTime() < end; ) {
      Thread.sleep(20);
      taken = low.take(0);
    }
    assertThat(taken.orElseThrow().piece()).isEqualTo("a");
  }

  @Test
  void manyProcessesAtOnceTakeEveryPieceOnce() throws Exception {
    var names = IntStream.range(0, 300).mapToObj(i -> "piece-" + i).toList();
    var taken = Collections.synchronizedList(new ArrayList<String>());
    var threads = new ArrayList<Thread>();
    var failed = Collections.synchronizedList(new ArrayList<Exception>());
    for (int i = 0; i < 4; i++) {
      var queue = process();
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  queue.offer(0, names);
                  for (var next = queue.take(0); next.isPresent(); next = queue.take(0)) {
                    taken.add(next.get().piece());
                    queue.complete(0, next.get().piece(), "{}");
                  }
                } catch (IOException e) {
                  failed.add(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isEmpty();
    assertThat(taken).hasSize(names.size());
    assertThat(new HashSet<>(taken)).hasSameElementsAs(names);
    assertThat(process().open(0)).isZero();
  }
}
