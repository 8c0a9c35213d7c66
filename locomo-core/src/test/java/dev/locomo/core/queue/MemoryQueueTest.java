package dev.locomo.core.queue;

import java.time.Duration;

/** The queue that other tests take for a real one does what a real one does. */
class MemoryQueueTest extends WorkQueueContract {
  private final MemoryQueue.Place place = new MemoryQueue.Place(System::nanoTime);

  @Override
  protected WorkQueue open(String run, int priority, Duration lease) {
    return new MemoryQueue(place, run, priority, lease);
  }
}
