package dev.locomo.cli.start;

import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Ctrl-C and SIGTERM as a wish to stop: the first lets calls in flight finish, since they are paid
 * for; the second abandons them. A shutdown hook would be simpler, but could not choose the exit
 * code.
 */
public final class Interrupts {
  private final AtomicInteger count = new AtomicInteger();

  private Interrupts() {}

  /**
   * Listens from now on.
   *
   * @param worker interrupted at the second signal
   * @param first told at the first signal
   */
  public static Interrupts listen(Thread worker, Runnable first) {
    var interrupts = new Interrupts();
    for (String name : new String[] {"INT", "TERM"}) {
      Signal.handle(new Signal(name), _ -> interrupts.signal(worker, first));
    }
    return interrupts;
  }

  private void signal(Thread worker, Runnable first) {
    if (count.incrementAndGet() == 1) {
      first.run();
    } else {
      worker.interrupt();
    }
  }

  /** Whether the user wants to stop. */
  public boolean wanted() {
    return count.get() > 0;
  }
}
