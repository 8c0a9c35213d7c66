package dev.locomo.core.llm.stack;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to ask again: "full jitter", a wait drawn evenly between zero and a bound that doubles.
 *
 * @param attempts the most there are, the first included; at least 1
 * @param firstBound bound of the first wait
 * @param largestBound where the bound stops doubling
 * @param total the most that all attempts and waits of one request may take; a wait that would pass
 *     it is not begun
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
   * The wait after a failed attempt. What the provider asks for comes on top of the jitter, so that
   * all who were told the same do not come back at once.
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
