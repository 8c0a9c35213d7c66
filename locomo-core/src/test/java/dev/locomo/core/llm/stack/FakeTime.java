package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody sleeps. */
final class FakeTime implements Time {
  private long nanos;
  final List<Duration> slept = new ArrayList<>();

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized void sleep(Duration wait) {
    slept.add(wait);
    nanos += wait.toNanos();
  }
}
