package dev.locomo.cli.start;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.llm.http.Stop;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Ctrl-C, SIGTERM and SIGHUP as a wish to stop: the first lets requests in flight be answered for
 * {@link Stop#GRACE}, since they are paid for; the second does not wait for them; the third ends
 * the process. It ends as well when nothing is in flight and the work does not end by itself. A
 * shutdown hook would be simpler, but could not choose the exit code.
 */
public final class Interrupts {
  /** What a run may take to write what it has. */
  private static final Duration WRITING = Duration.ofSeconds(4);

  /** What anything else may take to say that it was interrupted. */
  private static final Duration SAYING = Duration.ofMillis(300);

  private static final Set<Run> RUNS = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger SIGNALS = new AtomicInteger();

  private Interrupts() {}

  /** Work that ends by itself when a stop is wanted, and writes down what it has. */
  public interface Run extends AutoCloseable {
    /** A stop is wanted. */
    void stopping();

    /** The process ends now. */
    default void cut() {}

    /** It has ended. */
    @Override
    default void close() {
      RUNS.remove(this);
    }
  }

  /** Listens from now on. */
  public static void listen(PrintWriter err) {
    for (String name : new String[] {"INT", "TERM", "HUP"}) {
      try {
        Signal.handle(new Signal(name), _ -> signal(err));
      } catch (IllegalArgumentException e) {
        // This system has no such signal.
      }
    }
  }

  /** A run begins; it lasts until it is closed. */
  public static Run begin(Run run) {
    RUNS.add(run);
    return run;
  }

  private static void signal(PrintWriter err) {
    Stop stop = Stop.ofProcess();
    switch (SIGNALS.incrementAndGet()) {
      case 1 -> {
        stop.want();
        RUNS.forEach(Run::stopping);
        awaitAnswers(stop);
        pause(SAYING);
        stop.end();
        pause(RUNS.isEmpty() ? SAYING : WRITING);
        cut(err);
      }
      case 2 -> stop.end();
      default -> cut(err);
    }
  }

  private static void awaitAnswers(Stop stop) {
    long end = System.nanoTime() + Stop.GRACE.toNanos();
    while (stop.inFlight() > 0 && !stop.ended() && System.nanoTime() < end) {
      pause(Duration.ofMillis(20));
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cut(PrintWriter err) {
    try {
      RUNS.forEach(Run::cut);
      err.println("interrupted; the same command continues from here");
      err.flush();
    } finally {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}
