package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.http.Stop;
import java.time.Duration;

/** A clock and the waiting on it, so that tests need not wait. */
public interface Time {
  /** The time that passes; a wait ends when a stop of this process is wanted. */
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration wait) throws InterruptedException {
          Stop.ofProcess().sleep(wait);
        }
      };

  /** Nanoseconds since some moment; only differences mean something. */
  long nanos();

  /**
   * Waits.
   *
   * @throws InterruptedException when the wait is not to go on
   */
  void sleep(Duration wait) throws InterruptedException;
}
