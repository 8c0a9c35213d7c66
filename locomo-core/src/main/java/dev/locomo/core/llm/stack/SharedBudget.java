package dev.locomo.core.llm.stack;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A budget that several processes use up together: the same rule as {@link MinuteWindow}, over what
 * all of them took. While the place that knows is lost, this process keeps to the limit by itself,
 * what it took before included.
 */
public final class SharedBudget implements Budget {
  private final Sharing sharing;
  private final String name;
  private final long limit;
  private final Time time;
  private final MinuteWindow own;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final String process = UUID.randomUUID().toString();
  private final AtomicLong count = new AtomicLong();

  /**
   * @param name of what the processes share
   * @param limit per minute; at least 1
   */
  public SharedBudget(Sharing sharing, String name, long limit, Time time) {
    this.sharing = sharing;
    this.name = name;
    this.limit = limit;
    this.time = time;
    this.own = new MinuteWindow(limit, time);
  }

  @Override
  public Taken pass(long amount) throws InterruptedException {
    var entry = new SharedPlace.Amount(process + ":" + count.incrementAndGet(), amount);
    turn.lockInterruptibly();
    try {
      while (true) {
        OptionalLong wait = sharing.take(name, limit, entry);
        if (wait.isEmpty()) {
          return own.pass(amount);
        }
        if (wait.getAsLong() <= 0) {
          return both(entry, own.note(amount));
        }
        time.sleep(Duration.ofNanos(wait.getAsLong() * 1000));
      }
    } finally {
      turn.unlock();
    }
  }

  private Taken both(SharedPlace.Amount entry, Taken ours) {
    return amount -> {
      ours.correct(amount);
      sharing.correct(name, new SharedPlace.Amount(entry.id(), amount));
    };
  }
}
