package dev.locomo.cli.start;

import dev.locomo.cli.log.Logging;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.pipeline.Reasons;
import dev.locomo.core.pipeline.RunHost;
import dev.locomo.core.pipeline.RunListener;
import dev.locomo.core.pipeline.Stage;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Progress of a run on stderr: a bar where that is a terminal, a line at the end where it is not.
 */
public final class Progress implements RunHost.Attendance {
  private final PrintWriter err;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final @Nullable ProgressBar bar;
  private final RunListener listener;
  private final Reasons reasons = new Reasons();

  /**
   * @param err where lines go
   * @param total answers that are still to be had
   * @param listener told of everything
   */
  public Progress(PrintWriter err, int total, RunListener listener) {
    this.err = err;
    this.listener = listener;
    // Java cannot tell whether stderr is a terminal; the launcher says so.
    boolean terminal = Boolean.getBoolean("locomo.stderr.terminal");
    this.bar = terminal && !Logging.structured() && total > 0 ? bar(total) : null;
    listener.on(new RunListener.Planned(total));
  }

  private static ProgressBar bar(int total) {
    return new ProgressBarBuilder()
        .setTaskName("Asking")
        .setInitialMax(total)
        .setUpdateIntervalMillis(200)
        .setStyle(ProgressBarStyle.ASCII)
        .setMaxRenderedLength(79)
        .setConsumer(new ConsoleProgressBarConsumer(System.err, 79))
        .build();
  }

  @Override
  public void done(Stage.Done some) {
    done(some.pieces(), some.without());
    some.reasons().forEach(reasons::add);
  }

  /**
   * Counts pieces of work that are done.
   *
   * @param pieces how many
   * @param without how many of them have no result
   */
  public void done(int pieces, int without) {
    done.addAndGet(pieces);
    failed.addAndGet(without);
    listener.on(new RunListener.Done(pieces, without));
    if (bar != null) {
      bar.stepBy(pieces);
      if (failed.get() > 0) {
        bar.setExtraMessage(failed.get() + " failed");
      }
    }
  }

  @Override
  public boolean stopWanted() {
    return Stop.ofProcess().wanted();
  }

  @Override
  public void entered(String piece) {
    listener.on(new RunListener.Entered(piece));
  }

  @Override
  public void left(String piece, @Nullable Throwable failure) {
    listener.on(new RunListener.Left(piece, failure));
  }

  /** Why pieces have no result. */
  public Reasons reasons() {
    return reasons;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      err.flush();
    }
  }
}
