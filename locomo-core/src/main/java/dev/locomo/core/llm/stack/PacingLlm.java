package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.PacingLlm.AimdLimit.Outcome;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Holds requests back: so many in flight, so many and so many tokens a minute. */
final class PacingLlm implements ChatLlm {
  private final ChatLlm inner;
  private final Pace pace;

  /**
   * The bounds.
   *
   * @param inFlight how many at once
   * @param requests per minute, or null for any number
   * @param tokens per minute, or null for any number
   * @param estimate tokens of a request and its reply, before the real number is known
   */
  public record Pace(
      AimdLimit inFlight,
      @Nullable Budget requests,
      @Nullable Budget tokens,
      ToLongFunction<Ask> estimate) {}

  public PacingLlm(ChatLlm inner, Pace pace) {
    this.inner = inner;
    this.pace = pace;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    int ticket = pace.inFlight().enter();
    var outcome = Outcome.OTHER;
    try {
      var reply = askWithinTheMinute(ask);
      outcome = Outcome.SUCCEEDED;
      return reply;
    } catch (ProviderError e) {
      boolean overloaded = e.kind() == Kind.RATE_LIMITED || e.kind() == Kind.UNAVAILABLE;
      outcome = overloaded ? Outcome.OVERLOADED : Outcome.OTHER;
      throw e;
    } finally {
      pace.inFlight().leave(ticket, outcome);
    }
  }

  /** Counted here, with the place in flight held: the request is sent the moment it is counted. */
  private Reply askWithinTheMinute(Ask ask) throws InterruptedException {
    if (pace.requests() != null) {
      pace.requests().pass(1);
    }
    if (pace.tokens() == null) {
      return inner.ask(ask);
    }
    var entry = pace.tokens().pass(pace.estimate().applyAsLong(ask));
    var reply = inner.ask(ask);
    if (reply.inputTokens() != null && reply.outputTokens() != null) {
      entry.correct((long) reply.inputTokens() + reply.outputTokens());
    }
    return reply;
  }

  /** So much (requests or tokens) in any 60 seconds. */
  public interface Budget {
    /**
     * Waits until the amount fits, and takes it.
     *
     * @param amount at least 0; more than the whole budget goes through alone
     */
    Taken pass(long amount) throws InterruptedException;

    /** Something taken. */
    interface Taken {
      /** Puts the real amount in place of the estimated one. */
      void correct(long amount);
    }
  }

  /**
   * How many requests may be in flight: a fixed ceiling, below it a limit that is halved when the
   * provider is overloaded and grows by one each time as many requests as the limit have succeeded
   * (additive increase, multiplicative decrease: D. Chiu and R. Jain, 1989).
   */
  public static final class AimdLimit {
    /** How a request ended. */
    public enum Outcome {
      SUCCEEDED,
      /** The provider said that it is asked too much. */
      OVERLOADED,
      /** Anything else; says nothing about the load. */
      OTHER
    }

    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition freed = lock.newCondition();
    private final int ceiling;
    private int limit;
    private int inFlight;
    private int successes;
    private int halvings;

    /**
     * @param ceiling the most in flight, and the limit at the start; at least 1
     */
    public AimdLimit(int ceiling) {
      if (ceiling < 1) {
        throw new IllegalArgumentException("at least one request must be allowed");
      }
      this.ceiling = ceiling;
      this.limit = ceiling;
    }

    /**
     * Waits for a place.
     *
     * @return a ticket to be given back to {@link #leave}
     */
    public int enter() throws InterruptedException {
      lock.lockInterruptibly();
      try {
        while (inFlight >= limit) {
          freed.await();
        }
        inFlight++;
        return halvings;
      } finally {
        lock.unlock();
      }
    }

    /** Gives a place back. Of the requests that were in flight together only the first halves. */
    public void leave(int ticket, Outcome outcome) {
      lock.lock();
      try {
        inFlight--;
        switch (outcome) {
          case SUCCEEDED -> grow();
          case OVERLOADED -> halve(ticket);
          case OTHER -> {}
        }
        freed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private void grow() {
      successes++;
      if (successes >= limit) {
        successes = 0;
        limit = Math.min(ceiling, limit + 1);
      }
    }

    private void halve(int ticket) {
      if (ticket == halvings) {
        limit = Math.max(1, limit / 2);
        successes = 0;
        halvings++;
      }
    }

    /** How many may be in flight now, from 1 to the ceiling. */
    public int limit() {
      lock.lock();
      try {
        return limit;
      } finally {
        lock.unlock();
      }
    }
  }
}
