package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

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
    long start = waiting.time().nanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return inner.ask(ask);
      } catch (ProviderError e) {
        var wait = policy.wait(attempt, e.retryAfter(), waiting.random());
        if (!e.kind().retryable() || attempt >= policy.attempts() || tooLong(start, wait)) {
          throw e;
        }
        onRetry.accept(e, wait);
        waiting.time().sleep(wait);
      }
    }
  }

  private boolean tooLong(long start, Duration wait) {
    var spent = Duration.ofNanos(waiting.time().nanos() - start);
    return spent.plus(wait).compareTo(policy.total()) > 0;
  }
}
