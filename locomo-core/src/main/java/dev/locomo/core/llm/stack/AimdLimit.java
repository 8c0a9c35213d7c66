package dev.locomo.core.llm.stack;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests may be in flight: a fixed ceiling, below it a limit that is halved when the
 * provider is overloaded and grows by one each time as many requests as the limit have succeeded
 * (additive increase, multiplicative decrease: D. Chiu and R. Jain, 1989).
 */
public final class AimdLimit {
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
