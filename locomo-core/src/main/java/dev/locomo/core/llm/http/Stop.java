package dev.locomo.core.llm.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The user's wish to stop. From then on no request is begun and no wait goes on; a request that is
 * paid for and in flight may still be answered, until the {@linkplain #end end}.
 *
 * <p>Everything that waits, waits here. Threads are not interrupted instead: one that writes to a
 * run's record at that moment would lose the record.
 */
public final class Stop {
  /** How long what is in flight may still take. */
  public static final Duration GRACE = Duration.ofSeconds(5);

  private static final Stop OF_PROCESS = new Stop();

  private final CompletableFuture<Void> wanted = new CompletableFuture<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final AtomicInteger inFlight = new AtomicInteger();

  /** Crosses methods that cannot be interrupted. */
  public static final class Stopped extends RuntimeException {
    /**
     * @param cause what it stands for
     */
    public Stopped(InterruptedException cause) {
      super(cause);
    }
  }

  /** The one that signals to this process are about. */
  public static Stop ofProcess() {
    return OF_PROCESS;
  }

  /** Wishes it; true the first time. */
  public boolean want() {
    return wanted.complete(null);
  }

  /** Ends the waiting for what is in flight as well. */
  public void end() {
    want();
    end.complete(null);
  }

  /** Whether nothing new is to be begun. */
  public boolean wanted() {
    return wanted.isDone();
  }

  /** Whether nothing is waited for any more. */
  public boolean ended() {
    return end.isDone();
  }

  /** Does this at the end; at once when it is there. */
  public void atEnd(Runnable action) {
    end.thenRun(action);
  }

  /** Requests that are paid for and not answered yet. */
  public int inFlight() {
    return inFlight.get();
  }

  /**
   * Waits.
   *
   * @throws InterruptedException when a stop is wanted, before or meanwhile
   */
  public void sleep(Duration wait) throws InterruptedException {
    try {
      wanted.get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    throw new InterruptedException("stopped");
  }

  /**
   * Sends a request that is paid for and waits for the answer; what does not come is given up.
   *
   * @param request sends it
   * @param most the longest wait
   * @throws InterruptedException when a stop is wanted before, and at the end
   */
  public <T> T paid(Supplier<CompletableFuture<T>> request, Duration most)
      throws InterruptedException, ExecutionException, TimeoutException {
    inFlight.incrementAndGet();
    try {
      return await(request, most, end);
    } finally {
      inFlight.decrementAndGet();
    }
  }

  /**
   * Begins what costs nothing and can be begun again, a download for instance, and waits for it.
   *
   * @param request begins it
   * @param most the longest wait
   * @throws InterruptedException when a stop is wanted, before or meanwhile
   */
  public <T> T unpaid(Supplier<CompletableFuture<T>> request, Duration most)
      throws InterruptedException, ExecutionException, TimeoutException {
    return await(request, most, wanted);
  }

  private <T> T await(
      Supplier<CompletableFuture<T>> request, Duration most, CompletableFuture<Void> end)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (wanted()) {
      throw new InterruptedException("stopped");
    }
    var answer = request.get();
    try {
      CompletableFuture.anyOf(answer, end).get(most.toMillis(), TimeUnit.MILLISECONDS);
      if (!answer.isDone()) {
        throw new InterruptedException("stopped");
      }
      return answer.get();
    } finally {
      answer.cancel(true);
    }
  }
}
