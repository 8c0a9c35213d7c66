package dev.locomo.core.pipeline;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.batch.Pending;
import dev.locomo.core.llm.stack.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works on items whose model is asked in batches. In a round every item is worked on as far as it
 * comes; requests without a reply are collected, sent together and waited for, and the next round
 * works on the items that waited. An item that asks once takes two rounds.
 *
 * @param batches of the stage's model, with an open record
 * @param stopWanted whether to wait no longer
 * @param time what is waited on
 * @param notices told of failures that are waited out
 */
record BatchRounds(
    BatchLlm batches, Workers.Watch stopWanted, Time time, Consumer<String> notices) {
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A provider that fails for so long is not waited for. */
  private static final Duration OUTAGE = Duration.ofMinutes(15);

  /** A request to the provider of batches; whether all is done. */
  private interface Step {
    boolean take() throws InterruptedException;
  }

  /**
   * Works on what is left of a stage.
   *
   * @param done told of each item that is through
   */
  <I> Ending run(Stage<I> stage, Calls calls, Consumer<Stage.Done> done)
      throws InterruptedException {
    try {
      return rounds(stage, calls, done);
    } catch (ProviderError e) {
      return new Ending(false, e);
    } catch (InterruptedException e) {
      if (!stopWanted.stopWanted()) {
        throw e;
      }
      return new Ending(false, null);
    } finally {
      batches.close();
    }
  }

  private <I> Ending rounds(Stage<I> stage, Calls calls, Consumer<Stage.Done> done)
      throws InterruptedException {
    await(batches::poll); // what an earlier start has sent
    Iterator<I> items = stage.items();
    while (true) {
      var round = new Round<>(stage, calls, done);
      while (items.hasNext()) {
        if (stopWanted.stopWanted()) {
          return new Ending(false, null);
        }
        round.work(items.next());
      }
      batches.settle();
      if (!batches.hasCollected()) {
        return new Ending(round.waiting.isEmpty(), round.limit);
      }
      await(() -> {
        batches.send();
        return true;
      });
      await(batches::poll);
      items = round.waiting.iterator();
    }
  }

  /** One pass over the items. */
  private static final class Round<I> {
    final Stage<I> stage;
    final Calls calls;
    final Consumer<Stage.Done> done;
    final List<I> waiting = new ArrayList<>();
    @Nullable ProviderError limit;

    Round(Stage<I> stage, Calls calls, Consumer<Stage.Done> done) {
      this.stage = stage;
      this.calls = calls;
      this.done = done;
    }

    void work(I item) throws InterruptedException {
      try {
        done.accept(stage.run(item, calls));
      } catch (Pending e) {
        waiting.add(item);
      } catch (ProviderError e) {
        if (e.kind() == Kind.COST_LIMIT) {
          limit = e;
          waiting.add(item);
        } else {
          done.accept(stage.failed(item, e));
        }
      }
    }
  }

  /** Takes a step until it is done; failures that may pass are waited out. */
  private void await(Step step) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    long wellAt = time.nanos();
    while (true) {
      try {
        if (step.take()) {
          return;
        }
        wellAt = time.nanos();
      } catch (ProviderError e) {
        if (!e.kind().retryable() || time.nanos() - wellAt > OUTAGE.toNanos()) {
          throw e;
        }
        notices.accept("asking again for the batch: " + e.getMessage());
      }
      time.sleep(wait);
      wait = wait.multipliedBy(3).dividedBy(2);
      wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }
}
