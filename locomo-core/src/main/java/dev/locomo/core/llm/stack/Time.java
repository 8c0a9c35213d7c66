package dev.locomo.core.llm.stack;

import java.time.Duration;

/** A clock and the waiting on it, so that tests need not wait. */
public interface Time {
  /** The time that passes. */
  Time REAL =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration wait) throws InterruptedException {
          Thread.sleep(wait);
        }
      };

  /** Nanoseconds since some moment; only differences mean something. */
  long nanos();

  /** Waits. */
  void sleep(Duration wait) throws InterruptedException;
}
