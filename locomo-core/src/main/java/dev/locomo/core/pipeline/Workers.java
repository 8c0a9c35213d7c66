package dev.locomo.core.pipeline;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.queue.SharedFirst;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does independent pieces of work, many at once on virtual threads.
 *
 * <p>A piece that the provider fails on does not stop the others. When going on is pointless (a
 * refused key, no money left, the same refusal of one piece after the other from the start, so many
 * failures in a row that the provider must be down), no more are started, and none when a stop is
 * wanted: what was not answered by then is left undone. Only a full disk or a bug throws. To be
 * used once.
 */
public final class Workers {
  /**
   * So many pieces in a row that failed, each retried to its end, mean that the provider is down.
   */
  private static final int DOWN = 40;

  /** The same before anything was answered: such a server is most likely not there at all. */
  private static final int NEVER_THERE = 8;

  /** So many pieces refused for one reason before anything was answered: all will be. */
  private static final int REFUSED_ALIKE = 5;

  private static final long WRITING_MS = 500;

  private static final Set<Kind> HOPELESS =
      EnumSet.of(Kind.KEY_REFUSED, Kind.QUOTA_EXHAUSTED, Kind.SERVER_ENDED, Kind.COST_LIMIT);

  /** Also an endless "too many requests", where nothing was ever answered. */
  private static final Set<Kind> OUTAGE =
      EnumSet.of(
          Kind.UNAVAILABLE, Kind.CONNECTION, Kind.TIMEOUT, Kind.MALFORMED_REPLY, Kind.BROKEN_OFF);

  /** Of what is wrong with the request or the model, not with what this one piece says. */
  private static final Set<Kind> REFUSED = EnumSet.of(Kind.REJECTED, Kind.MODEL_UNKNOWN);

  private final int concurrency;
  private final Watch watch;

  private final Stop stopping;

  private final Semaphore free;
  private final AtomicBoolean abandoned = new AtomicBoolean();
  private @Nullable Thread waiting;
  private final AtomicBoolean succeeded = new AtomicBoolean();
  private final AtomicInteger outagesInARow = new AtomicInteger();
  private int alikeInARow;
  private String lastRefusal = "";
  private final AtomicReference<@Nullable ProviderError> stop = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

  /**
   * What is done with one piece.
   *
   * @param <T> a piece
   */
  @FunctionalInterface
  public interface Job<T> {
    /**
     * Does it.
     *
     * @throws ProviderError when it failed for want of a reply; what is to be remembered of that
     *     has been written down
     */
    void on(T piece) throws InterruptedException;
  }

  /** Looks on and can ask to stop; called from many threads. */
  @FunctionalInterface
  public interface Watch {
    /** Whether to start no more pieces; those in work are waited for. */
    boolean stopWanted();

    /** A piece is taken up, on the thread that does it. */
    default void entered(String piece) {}

    /**
     * The piece is through, on the same thread.
     *
     * @param failure what its work threw, or null
     */
    default void left(String piece, @Nullable Throwable failure) {}
  }

  /**
   * @param concurrency most pieces in work at once, at least 1
   * @param watch looks on
   */
  public Workers(int concurrency, Watch watch) {
    this(concurrency, watch, Stop.ofProcess());
  }

  /**
   * @param stopping at whose end pieces in work are no longer waited for
   */
  Workers(int concurrency, Watch watch, Stop stopping) {
    this.concurrency = concurrency;
    this.watch = watch;
    this.stopping = stopping;
    this.free = new Semaphore(concurrency);
  }

  /**
   * Works on all pieces.
   *
   * @param pieces taken one by one as places become free; those that were not started are left in
   *     it; null where there is none at the moment
   * @param name what a piece is called
   * @throws InterruptedException when the thread is interrupted; pieces in work go on
   */
  public <T> Ending run(
      Iterator<? extends @Nullable T> pieces, Function<? super T, String> name, Job<T> job)
      throws InterruptedException {
    boolean all = startAll(pieces, watched(name, job)) && !abandoned.get();
    rethrow(fatal.get());
    ProviderError error = stop.get();
    return new Ending(all && error == null, error);
  }

  /**
   * Works on what is left of a stage, of items that share a beginning on one first. When going on
   * is pointless the rest is written down as not tried; a cost limit or the user's wish ends it
   * without a word about the rest.
   *
   * @param calls the way to the stage's model
   * @param done told of each item that is through
   */
  public <I> Ending run(Stage<I> stage, Calls calls, Consumer<Stage.Done> done)
      throws InterruptedException {
    var items = new SharedFirst<>(stage.items(), stage::shared, System::nanoTime);
    Job<I> job =
        item -> {
          try {
            done.accept(stage.run(item, calls));
          } catch (ProviderError e) {
            if (e.kind() != Kind.COST_LIMIT) {
              done.accept(stage.failed(item, e));
            }
            throw e;
          } finally {
            items.through(item);
          }
        };
    Ending ending = run(items, stage::name, job);
    ProviderError error = ending.provider();
    if (error != null && error.kind() != Kind.COST_LIMIT) {
      items.rest().forEach(item -> done.accept(stage.notTried(item, error)));
    }
    return ending;
  }

  private <T> Job<T> watched(Function<? super T, String> name, Job<T> job) {
    return piece -> {
      String called = name.apply(piece);
      @Nullable Throwable failure = null;
      watch.entered(called);
      try {
        job.on(piece);
      } catch (Throwable e) {
        failure = e;
        throw e;
      } finally {
        watch.left(called, failure);
      }
    };
  }

  private <T> boolean startAll(Iterator<? extends @Nullable T> pieces, Job<T> job)
      throws InterruptedException {
    awaitedBy(Thread.currentThread());
    stopping.atEnd(this::waitNoLonger);
    try {
      boolean all = true;
      while (all && pieces.hasNext()) {
        free.acquire();
        boolean ended = watch.stopWanted() || stop.get() != null || fatal.get() != null;
        @Nullable T piece = ended ? null : pieces.next();
        if (piece == null) {
          free.release();
          all = !ended;
        } else {
          start(piece, job);
        }
      }
      free.acquire(concurrency);
      return all;
    } catch (InterruptedException | Stop.Stopped e) {
      if (!stopping.wanted()) {
        throw e;
      }
      // What has just been answered is still written down.
      var _ = free.tryAcquire(concurrency, WRITING_MS, TimeUnit.MILLISECONDS);
      return false;
    } finally {
      awaitedBy(null);
    }
  }

  private synchronized void awaitedBy(@Nullable Thread thread) {
    waiting = thread;
    if (thread == null && stopping.ended()) {
      Thread.interrupted(); // what is left to be done is written to files
    }
  }

  private synchronized void waitNoLonger() {
    if (waiting != null) {
      waiting.interrupt();
    }
  }

  private <T> void start(T piece, Job<T> job) {
    Thread.startVirtualThread(() -> {
      try {
        job.on(piece);
        succeeded.set(true);
        outagesInARow.set(0);
      } catch (ProviderError e) {
        count(e);
      } catch (InterruptedException | Stop.Stopped e) {
        abandoned.set(true); // nothing was written, so it will be done again
      } catch (Throwable e) {
        fatal.compareAndSet(null, e);
      } finally {
        free.release();
      }
    });
  }

  private void count(ProviderError e) {
    int patience = succeeded.get() ? DOWN : NEVER_THERE;
    boolean outage =
        OUTAGE.contains(e.kind()) || (e.kind() == Kind.RATE_LIMITED && !succeeded.get());
    boolean down = outage && outagesInARow.incrementAndGet() >= patience;
    if (down || refused(e) || HOPELESS.contains(e.kind())) {
      stop.compareAndSet(null, e);
    }
  }

  private synchronized boolean refused(ProviderError e) {
    String refusal = REFUSED.contains(e.kind()) ? e.reason() : "";
    boolean alike = !refusal.isEmpty() && Reasons.same(refusal, lastRefusal);
    alikeInARow = refusal.isEmpty() ? 0 : alike ? alikeInARow + 1 : 1;
    lastRefusal = refusal;
    return alikeInARow >= REFUSED_ALIKE && !succeeded.get();
  }

  private static void rethrow(@Nullable Throwable e) {
    switch (e) {
      case null -> {}
      case RuntimeException r -> throw r;
      case Error error -> throw error;
      default -> throw new UserError("the work stopped: " + e.getMessage(), "");
    }
  }
}
