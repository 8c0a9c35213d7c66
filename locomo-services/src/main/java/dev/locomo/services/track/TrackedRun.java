package dev.locomo.services.track;

import dev.locomo.core.llm.Reply;
import dev.locomo.core.pipeline.RunListener;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a tracker informed, on a thread of its own so that no run waits for it. When the tracker
 * fails that is said once, and it is left alone from then on.
 */
final class TrackedRun implements RunListener {
  /** So many points of progress a run, evenly. */
  private static final int STEPS = 20;

  private final Tracker tracker;
  private final Consumer<String> notices;
  private final Duration patience;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private @Nullable Run run;
  private int planned;
  private int done;
  private int without;
  private int said;
  private long inputTokens;
  private long outputTokens;
  private double cost;

  @FunctionalInterface
  private interface Work {
    /** Whether there is more to come. */
    boolean go() throws IOException, InterruptedException;
  }

  /**
   * @param notices told in one line when the tracker fails, and of where the run can be seen
   * @param patience how long the end of the run may wait for the tracker
   */
  TrackedRun(Tracker tracker, Consumer<String> notices, Duration patience) {
    this.tracker = tracker;
    this.notices = notices;
    this.patience = patience;
    this.thread = Thread.ofVirtual().start(this::work);
  }

  private void work() {
    try {
      boolean more = true;
      while (more) {
        more = queue.take().go();
      }
    } catch (IOException | RuntimeException e) {
      notices.accept("not kept (" + e.getMessage() + "); the run continues");
    } catch (InterruptedException e) {
      notices.accept("not kept in full: no answer in " + patience.toSeconds() + " s");
    }
  }

  @Override
  public void on(RunEvent event) {
    switch (event) {
      case Run begun -> {
        run = begun;
        queue.add(() -> {
          tracker.begin(begun, new RunRecord(begun.folder()));
          return true;
        });
      }
      case Done(int pieces, int failed) -> done(pieces, failed);
      case Planned(int pieces) -> {
        synchronized (this) {
          planned = pieces;
        }
      }
      case Call(Back(var _, var result)) -> back(result);
      case Ended _ -> ended();
      case Entered _, Left _, Call _ -> {}
    }
  }

  private synchronized void back(Result result) {
    Reply reply = result.reply();
    if (reply != null) {
      inputTokens += reply.inputTokens() == null ? 0 : reply.inputTokens();
      outputTokens += reply.outputTokens() == null ? 0 : reply.outputTokens();
      cost += result.cost() == null ? 0 : result.cost();
    }
  }

  private synchronized void done(int pieces, int withoutResult) {
    done += pieces;
    without += withoutResult;
    int step = planned == 0 ? 0 : (int) ((long) done * STEPS / planned);
    if (step > said) {
      said = step;
      long at = done;
      var figures = new LinkedHashMap<String, Double>();
      figures.put("progress/done", (double) done);
      figures.put("progress/without_result", (double) without);
      figures.put("progress/input_tokens", (double) inputTokens);
      figures.put("progress/output_tokens", (double) outputTokens);
      figures.put("progress/cost_usd", cost);
      queue.add(() -> {
        tracker.step(at, Map.copyOf(figures));
        return true;
      });
    }
  }

  private void ended() {
    Run begun = run;
    queue.add(() -> {
      if (begun != null) {
        notices.accept(tracker.end(new RunRecord(begun.folder())));
      }
      return false;
    });
    try {
      if (!thread.join(patience)) {
        thread.interrupt();
        thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
