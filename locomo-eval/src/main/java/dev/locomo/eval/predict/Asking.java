package dev.locomo.eval.predict;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.run.Journal;
import dev.locomo.eval.protocol.Call;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks calls, many at once on virtual threads, and writes each outcome down before it counts as
 * done. Failures of a provider are outcomes; only what makes going on pointless (a full disk, a
 * bug) ends it early.
 *
 * @param llm whom to ask
 * @param concurrency most calls in flight at once, at least 1
 * @param journal where every outcome goes
 * @param watch told of progress
 */
public record Asking(ChatLlm llm, int concurrency, Journal journal, Watch watch) {

  /** Is told of progress and can ask to stop; called from many threads. */
  public interface Watch {
    /** Some predictions were written down. */
    void done(List<Prediction> predictions);

    /** Whether to start no more calls; those in flight are waited for. */
    boolean stopWanted();
  }

  /**
   * Asks all calls.
   *
   * @param calls lazily planned; each is built on the thread that asks it
   * @return whether all were asked: false when a stop was wanted
   * @throws InterruptedException when the thread is interrupted; calls in flight are abandoned
   */
  public boolean run(Stream<Call> calls) throws InterruptedException {
    var free = new Semaphore(concurrency);
    var fatal = new AtomicReference<@Nullable Throwable>();
    boolean all = true;
    Iterator<Call> next = calls.iterator();
    Set<Thread> inFlight = ConcurrentHashMap.newKeySet();
    try {
      while (next.hasNext()) {
        free.acquire();
        if (watch.stopWanted() || fatal.get() != null) {
          free.release();
          all = false;
          break;
        }
        start(next.next(), free, fatal, inFlight);
      }
      free.acquire(concurrency);
    } catch (InterruptedException e) {
      inFlight.forEach(Thread::interrupt);
      throw e;
    }
    rethrow(fatal.get());
    return all;
  }

  private void start(
      Call call, Semaphore free, AtomicReference<@Nullable Throwable> fatal, Set<Thread> inFlight) {
    Thread.startVirtualThread(() -> {
      inFlight.add(Thread.currentThread());
      try {
        var predictions = new Questioning(llm).predictions(call);
        journal.append(predictions.stream().map(PredictionJson::line).toList());
        watch.done(predictions);
      } catch (InterruptedException e) {
        // Abandoned on purpose: nothing was written, so it will be asked again.
      } catch (Throwable e) {
        fatal.compareAndSet(null, e);
      } finally {
        inFlight.remove(Thread.currentThread());
        free.release();
      }
    });
  }

  private static void rethrow(@Nullable Throwable e) {
    switch (e) {
      case null -> {}
      case RuntimeException r -> throw r;
      case Error error -> throw error;
      default -> throw new UserError("asking stopped: " + e.getMessage(), "");
    }
  }
}
