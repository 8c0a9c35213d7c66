package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.stack.PacingLlm.Budget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets at most so much (requests or tokens) through in any 60 seconds, first come first served.
 * Something that is larger than the whole limit goes through alone.
 */
final class MinuteWindow implements Budget {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final long limit;
  private final Time time;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final Deque<Entry> entries = new ArrayDeque<>();

  private final class Entry implements Taken {
    private final long at;
    private long amount;

    private Entry(long at, long amount) {
      this.at = at;
      this.amount = amount;
    }

    @Override
    public void correct(long real) {
      synchronized (MinuteWindow.this) {
        amount = real;
      }
    }
  }

  /**
   * @param limit per minute; at least 1
   */
  public MinuteWindow(long limit, Time time) {
    if (limit < 1) {
      throw new IllegalArgumentException("a limit per minute is at least 1");
    }
    this.limit = limit;
    this.time = time;
  }

  @Override
  public Taken pass(long amount) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      while (true) {
        long wait = waitFor(amount);
        if (wait <= 0) {
          return note(amount);
        }
        time.sleep(Duration.ofNanos(wait));
      }
    } finally {
      turn.unlock();
    }
  }

  /** Takes an amount that somebody else let through. */
  synchronized Taken note(long amount) {
    var entry = new Entry(time.nanos(), amount);
    entries.add(entry);
    return entry;
  }

  /** Nanoseconds until it is worth looking again; 0 when the amount fits now. */
  private synchronized long waitFor(long amount) {
    long now = time.nanos();
    while (!entries.isEmpty() && now - entries.getFirst().at >= MINUTE) {
      entries.removeFirst();
    }
    long sum = entries.stream().mapToLong(entry -> entry.amount).sum();
    return entries.isEmpty() || sum + amount <= limit ? 0 : MINUTE - (now - entries.getFirst().at);
  }
}
