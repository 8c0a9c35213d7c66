package dev.locomo.eval.predict;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.run.Journal;
import dev.locomo.eval.protocol.Call;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks calls, many at once on virtual threads, and writes each outcome down before it counts as
 * done.
 *
 * <p>Failures of a provider are outcomes. When going on is pointless (a refused key, no money left,
 * so many failures in a row that the provider must be down) the rest is written down as failed
 * without being sent; a cost limit or the user's wish ends it without a word about the rest. Only a
 * full disk or a bug throws.
 */
public final class Asking {
  /**
   * So many calls in a row without any reply, each retried to its end, mean that the provider is
   * down.
   */
  private static final int DOWN = 40;

  /** The same before anything was answered. */
  private static final int NEVER_THERE = 8;

  private static final Set<Kind> HOPELESS = EnumSet.of(Kind.KEY_REFUSED, Kind.QUOTA_EXHAUSTED);
  private static final Set<Kind> OUTAGE =
      EnumSet.of(Kind.UNAVAILABLE, Kind.CONNECTION, Kind.TIMEOUT, Kind.MALFORMED_REPLY);

  private final ChatLlm llm;
  private final int concurrency;
  private final Journal journal;
  private final Watch watch;

  private final Semaphore free;
  private final Set<Thread> inFlight = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicInteger outagesInARow = new AtomicInteger();
  private final AtomicReference<@Nullable ProviderError> stop = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

  /** Is told of progress and can ask to stop; called from many threads. */
  public interface Watch {
    /** Some predictions were written down. */
    void done(List<Prediction> predictions);

    /** Whether to start no more calls; those in flight are waited for. */
    boolean stopWanted();
  }

  /**
   * How asking ended.
   *
   * @param all whether every call was asked
   * @param provider why the provider made it end early; null when it did not
   */
  public record Ending(boolean all, @Nullable ProviderError provider) {}

  /**
   * @param llm whom to ask
   * @param concurrency most calls in flight at once, at least 1
   * @param journal where every outcome goes
   * @param watch told of progress
   */
  public Asking(ChatLlm llm, int concurrency, Journal journal, Watch watch) {
    this.llm = llm;
    this.concurrency = concurrency;
    this.journal = journal;
    this.watch = watch;
    this.free = new Semaphore(concurrency);
  }

  /**
   * Asks all calls; to be called once.
   *
   * @param calls lazily planned; each is built on the thread that asks it
   * @throws InterruptedException when the thread is interrupted; calls in flight are abandoned
   */
  public Ending run(Stream<Call> calls) throws InterruptedException {
    Iterator<Call> open = calls.iterator();
    boolean all = startAll(open);
    rethrow(fatal.get());
    ProviderError error = stop.get();
    if (error != null && error.kind() != Kind.COST_LIMIT) {
      writeOff(open, error);
    }
    return new Ending(all && error == null, error);
  }

  private boolean startAll(Iterator<Call> open) throws InterruptedException {
    boolean all = true;
    try {
      while (all && open.hasNext()) {
        free.acquire();
        if (watch.stopWanted() || stop.get() != null || fatal.get() != null) {
          free.release();
          all = false;
        } else {
          start(open.next());
        }
      }
      free.acquire(concurrency);
      return all;
    } catch (InterruptedException e) {
      inFlight.forEach(Thread::interrupt);
      throw e;
    }
  }

  private void start(Call call) {
    Thread.startVirtualThread(() -> {
      inFlight.add(Thread.currentThread());
      try {
        ask(call);
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

  private void ask(Call call) throws InterruptedException {
    var questioning = new Questioning(llm);
    List<Prediction> predictions;
    try {
      predictions = questioning.predictions(call);
      answered.set(true);
      outagesInARow.set(0);
    } catch (ProviderError e) {
      if (e.kind() == Kind.COST_LIMIT) {
        stop.compareAndSet(null, e);
        return;
      }
      predictions = questioning.failed(call, e);
      boolean down = OUTAGE.contains(e.kind()) && outagesInARow.incrementAndGet() >= patience();
      if (down || HOPELESS.contains(e.kind())) {
        stop.compareAndSet(null, e);
      }
    }
    write(predictions);
  }

  /** A server that never answered anything is most likely not there at all. */
  private int patience() {
    return answered.get() ? DOWN : NEVER_THERE;
  }

  private void write(List<Prediction> predictions) {
    journal.append(predictions.stream().map(PredictionJson::line).toList());
    watch.done(predictions);
  }

  private void writeOff(Iterator<Call> open, ProviderError error) {
    while (open.hasNext()) {
      write(new Questioning(llm).notAsked(open.next(), error));
    }
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
