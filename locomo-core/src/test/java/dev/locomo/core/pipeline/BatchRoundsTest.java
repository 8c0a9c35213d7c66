package dev.locomo.core.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Asks;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.batch.KeptBatches;
import dev.locomo.core.llm.stack.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches batches that are sent by item, waited for too eagerly, or lost with a stop. */
class BatchRoundsTest {
  @TempDir private Path folder;
  private final Provider provider = new Provider();
  private final List<Duration> waits = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<String> outcomes = new ArrayList<>();
  private final List<Stage.Done> done = new ArrayList<>();
  private BatchLlm.@Nullable Budget budget;
  private boolean stop;
  private boolean interrupted;
  private int requests = 1;

  /** Answers "reply to" each line, once it was looked at so often. */
  private static final class Provider extends KeptBatches {
    int looks;
    final List<Kind> failures = new ArrayList<>();
    String refused = "";

    @Override
    public String line(String id, Ask ask) {
      return id + " " + ask.messages().getFirst().text();
    }

    @Override
    public State state(String batch) {
      if (!failures.isEmpty()) {
        throw new ProviderError(failures.removeFirst(), "no look", null, null);
      }
      return new State(looks-- <= 0, "completed", "", List.of(batch));
    }

    @Override
    public void results(State ended, Consumer<Result> each) {
      for (String line : batches.get(Integer.parseInt(ended.places().getFirst()))) {
        String id = line.substring(0, line.indexOf(' '));
        String text = line.substring(id.length() + 1);
        each.accept(
            text.equals(refused)
                ? new Result(id, null, new ProviderError(Kind.FILTERED, "not this", null, null))
                : new Result(id, ScriptedHost.reply("reply to " + text), null));
      }
    }
  }

  private final class Clock implements Time {
    private long now;

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public void sleep(Duration wait) throws InterruptedException {
      if (interrupted) {
        throw new InterruptedException("woken");
      }
      waits.add(wait);
      now += wait.toNanos();
    }
  }

  /** Each item makes so many requests, one after the other. */
  private Stage<Integer> stage(int items) {
    return new Stage<>() {
      @Override
      public @Nullable ModelSpec model() {
        return null;
      }

      @Override
      public Iterator<Integer> items() {
        return IntStream.range(0, items).iterator();
      }

      @Override
      public String name(Integer item) {
        return "" + item;
      }

      @Override
      public Done run(Integer item, Calls calls) throws InterruptedException {
        String last = "";
        for (int i = 0; i < requests; i++) {
          last = calls.ask(item + "/" + i, Asks.user(item + "/" + i)).text();
        }
        outcomes.add(item + ": " + last);
        return Done.ONE;
      }

      @Override
      public Done failed(Integer item, ProviderError error) {
        outcomes.add(item + " failed");
        return Done.one(error.reason());
      }
    };
  }

  private Ending run(int items) throws InterruptedException {
    var batches = new BatchLlm(provider, "s", budget, notices::add);
    batches.open(folder.resolve("batches.jsonl"), "m");
    Calls calls =
        Calls.of(ask -> {
          batches.require(ask);
          return batches.reply(ask);
        });
    return new BatchRounds(batches, () -> stop, new Clock(), notices::add)
        .run(stage(items), calls, done::add);
  }

  @Test
  void whatAllItemsAskGoesTogetherAndEachIsDoneWhenItsReplyIsThere() throws InterruptedException {
    assertThat(run(3)).isEqualTo(Ending.ALL);
    assertThat(provider.batches).hasSize(1);
    assertThat(provider.batches.getFirst()).hasSize(3);
    assertThat(outcomes).containsExactly("0: reply to 0/0", "1: reply to 1/0", "2: reply to 2/0");
    assertThat(done).containsExactly(Stage.Done.ONE, Stage.Done.ONE, Stage.Done.ONE);
    assertThat(waits).isEmpty();
  }

  @Test
  void whatFollowsFromRepliesGoesIntoTheNextBatch() throws InterruptedException {
    requests = 2;
    assertThat(run(3)).isEqualTo(Ending.ALL);
    assertThat(provider.batches).extracting(List::size).containsExactly(3, 3);
    assertThat(outcomes).containsExactly("0: reply to 0/1", "1: reply to 1/1", "2: reply to 2/1");
  }

  @Test
  void nothingIsSentWhereNothingIsLeft() throws InterruptedException {
    assertThat(run(0)).isEqualTo(Ending.ALL);
    assertThat(provider.batches).isEmpty();
  }

  @Test
  void aBatchIsLookedAtLessAndLessOftenUpToOnceAMinute() throws InterruptedException {
    provider.looks = 13;
    assertThat(run(1)).isEqualTo(Ending.ALL);
    assertThat(waits).hasSize(13);
    assertThat(waits.subList(0, 3))
        .containsExactly(Duration.ofMillis(1000), Duration.ofMillis(1500), Duration.ofMillis(2250));
    assertThat(waits.getLast()).isEqualTo(Duration.ofMinutes(1));
    assertThat(waits).allMatch(wait -> wait.compareTo(Duration.ofMinutes(1)) <= 0);
  }

  @Test
  void aFailureThatMayPassIsToldAndWaitedOut() throws InterruptedException {
    provider.failures.addAll(List.of(Kind.UNAVAILABLE, Kind.CONNECTION));
    assertThat(run(1)).isEqualTo(Ending.ALL);
    assertThat(waits).hasSize(2);
    assertThat(notices).filteredOn(n -> n.startsWith("asking again for the batch: ")).hasSize(2);
  }

  @Test
  void aFailureThatLastsAQuarterOfAnHourEndsTheWork() throws InterruptedException {
    IntStream.range(0, 100).forEach(_ -> provider.failures.add(Kind.UNAVAILABLE));
    var ending = run(1);
    assertThat(ending.all()).isFalse();
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(Kind.UNAVAILABLE);
    assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isBetween(900L, 960L);
    assertThat(outcomes).isEmpty();
  }

  @Test
  void timeInWhichTheProviderWasWellDoesNotCountForAnOutage() throws InterruptedException {
    provider.looks = 40; // more than half an hour
    assertThat(run(1)).isEqualTo(Ending.ALL);
    assertThat(waits.stream().mapToLong(Duration::toSeconds).sum()).isGreaterThan(1800);
  }

  @Test
  void aRefusalEndsTheWorkAtOnce() throws InterruptedException {
    provider.failures.add(Kind.KEY_REFUSED);
    var ending = run(2);
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(Kind.KEY_REFUSED);
    assertThat(waits).isEmpty();
  }

  @Test
  void aResultThatIsARefusalIsTheItemsFailure() throws InterruptedException {
    provider.refused = "1/0";
    assertThat(run(3)).isEqualTo(Ending.ALL);
    assertThat(outcomes).containsExactly("0: reply to 0/0", "1 failed", "2: reply to 2/0");
    assertThat(done).extracting(Stage.Done::without).containsExactly(0, 1, 0);
  }

  @Test
  void aWishToStopSendsNothing() throws InterruptedException {
    stop = true;
    assertThat(run(3)).isEqualTo(new Ending(false, null));
    assertThat(provider.batches).isEmpty();
  }

  @Test
  void aWaitThatIsEndedByAStopLeavesTheBatchForTheNextStart() throws InterruptedException {
    provider.looks = 5;
    interrupted = true;
    assertThatThrownBy(() -> run(2))
        .as("nobody wanted a stop")
        .isInstanceOf(InterruptedException.class);
    assertThat(provider.batches).hasSize(1);
    interrupted = false;
    assertThat(run(2)).isEqualTo(Ending.ALL);
    assertThat(provider.batches).as("not sent twice").hasSize(1);
    assertThat(outcomes).containsExactly("0: reply to 0/0", "1: reply to 1/0");
  }

  @Test
  void whatMayPassTheLimitStaysUndoneAndTheRestIsDone() throws InterruptedException {
    budget =
        new BatchLlm.Budget() {
          private int left = 2;

          @Override
          public double reserve(Ask ask) {
            if (left-- <= 0) {
              throw new ProviderError(Kind.COST_LIMIT, "no more", null, null);
            }
            return 1;
          }

          @Override
          public void settle(double reserved, @Nullable Reply reply) {}
        };
    var ending = run(3);
    assertThat(ending.all()).isFalse();
    assertThat(ending.provider()).extracting(ProviderError::kind).isEqualTo(Kind.COST_LIMIT);
    assertThat(outcomes).containsExactly("0: reply to 0/0", "1: reply to 1/0");
    assertThat(done).hasSize(2);
  }
}
