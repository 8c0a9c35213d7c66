package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks again after a failure that may pass, and gives up with the last failure.
 *
 * <p>Source of the waiting rule: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture
 * Blog, 2015 ("full jitter").
 */
public final class RetryingLlm implements ChatLlm {
  private final ChatLlm inner;
  private final RetryPolicy policy;
  private final Waiting waiting;
  private final BiConsumer<ProviderError, Duration> onRetry;

  /**
   * What the waiting depends on.
   *
   * @param random safe for use by many threads at once
   */
  public record Waiting(Time time, RandomGenerator random) {}

  /**
   * @param onRetry told of each failure that is followed by another attempt, and of the wait
   */
  public RetryingLlm(
      ChatLlm inner,
      RetryPolicy policy,
      Waiting waiting,
      BiConsumer<ProviderError, Duration> onRetry) {
    this.inner = inner;
    this.policy = policy;
    this.waiting = waiting;
    this.onRetry = onRetry;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    return policy.run(() -> inner.ask(ask), waiting, onRetry);
  }

  /**
   * Tells people of retries: the first of a kind at once, those that follow within ten seconds as a
   * number in the next line of that kind. For many threads.
   */
  static final class Notices implements BiConsumer<ProviderError, Duration> {
    private static final long EVERY = Duration.ofSeconds(10).toNanos();

    private final Time time;
    private final Consumer<String> lines;
    private final Map<ProviderError.Kind, Line> lastLines = new EnumMap<>(ProviderError.Kind.class);

    /**
     * @param at when the last line was
     * @param since how many retries there were since then
     */
    private record Line(long at, int since) {}

    Notices(Time time, Consumer<String> lines) {
      this.time = time;
      this.lines = lines;
    }

    @Override
    public synchronized void accept(ProviderError error, Duration wait) {
      long now = time.nanos();
      Line last = lastLines.get(error.kind());
      if (last != null && now - last.at < EVERY) {
        lastLines.put(error.kind(), new Line(last.at, last.since + 1));
        return;
      }
      lastLines.put(error.kind(), new Line(now, 0));
      String more = "";
      if (last != null && last.since > 0) {
        var seconds = Duration.ofNanos(now - last.at).toSeconds();
        more =
            String.format(Locale.ROOT, " (%,d more like it in the last %d s)", last.since, seconds);
      }
      lines.accept(
          String.format(
              Locale.ROOT,
              "asking again in %.1f s: %s%s",
              wait.toMillis() / 1e3,
              error.getMessage(),
              more));
    }
  }

  /**
   * Something that is sent.
   *
   * @param <T> what comes back
   */
  @FunctionalInterface
  public interface Attempt<T> {
    /** Sends it once. */
    T send() throws InterruptedException;
  }

  /**
   * When to ask again: "full jitter", a wait drawn evenly between zero and a bound that doubles.
   *
   * @param attempts the most there are, the first included; at least 1
   * @param firstBound bound of the first wait
   * @param largestBound where the bound stops doubling
   * @param total the most that all attempts and waits of one request may take; a wait that would
   *     pass it is not begun
   */
  public record RetryPolicy(
      int attempts, Duration firstBound, Duration largestBound, Duration total) {
    /** Outlasts a minute's rate limit and a provider's short outage. */
    public static final RetryPolicy STANDARD =
        new RetryPolicy(8, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofMinutes(15));

    /** Asks once. */
    public static final RetryPolicy NEVER =
        new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /**
     * Sends something until it succeeds, fails for good, or was tried often and long enough.
     *
     * @param onRetry told of each failure that is followed by another attempt, and of the wait
     * @throws ProviderError the last failure
     */
    public <T> T run(
        Attempt<T> attempt, Waiting waiting, BiConsumer<ProviderError, Duration> onRetry)
        throws InterruptedException {
      long start = waiting.time().nanos();
      for (int number = 1; ; number++) {
        try {
          return attempt.send();
        } catch (ProviderError e) {
          var wait = wait(number, e.retryAfter(), waiting.random());
          var spent = Duration.ofNanos(waiting.time().nanos() - start);
          if (!e.kind().retryable()
              || number >= attempts
              || spent.plus(wait).compareTo(total) > 0) {
            throw e;
          }
          onRetry.accept(e, wait);
          waiting.time().sleep(wait);
        }
      }
    }

    /**
     * The wait after a failed attempt. What the provider asks for comes on top of the jitter, so
     * that all who were told the same do not come back at once.
     *
     * @param attempt number of the attempt that failed, from 1
     */
    public Duration wait(int attempt, @Nullable Duration retryAfter, RandomGenerator random) {
      long bound = firstBound.toNanos();
      for (int i = 1; i < attempt && bound < largestBound.toNanos(); i++) {
        bound *= 2;
      }
      bound = Math.min(bound, largestBound.toNanos());
      var jitter = Duration.ofNanos(bound == 0 ? 0 : random.nextLong(bound + 1));
      return retryAfter == null ? jitter : retryAfter.plus(jitter);
    }
  }
}
