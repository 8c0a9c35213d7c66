package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.stack.CallListener;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a run under way is, in {@value #FILE} of its folder, written about once a second: pieces
 * done of those planned at this start, requests in flight, retries, cost. It is there as long as
 * the run; that of a killed run stays until the run is resumed.
 */
public final class ProgressFile implements RunListener {
  /** Its name. */
  public static final String FILE = "progress.json";

  private static final long EVERY_MILLIS = 1_000;

  private @Nullable Path file;
  private boolean changed;
  private int planned;
  private int done;
  private int without;
  private int inFlight;
  private int retries;
  private double cost;

  @Override
  public synchronized void on(RunEvent event) {
    switch (event) {
      case Run run -> begin(run.folder());
      case Planned some -> planned += some.pieces();
      case Done some -> {
        done += some.pieces();
        without += some.without();
      }
      case Call(CallListener.CallEvent request) -> count(request);
      case Ended _ -> end();
      case Entered _, Left _ -> {}
    }
    changed = true;
  }

  private void count(CallListener.CallEvent request) {
    switch (request) {
      case CallListener.Sent _ -> inFlight++;
      case CallListener.Back(_, CallListener.Result result) -> {
        inFlight--;
        cost += result.cost() == null ? 0 : result.cost();
      }
      case CallListener.Retried _ -> retries++;
      default -> {}
    }
  }

  private void begin(Path folder) {
    file = folder.resolve(FILE);
    Thread.ofVirtual().name("progress").start(this::writing);
  }

  private void writing() {
    try {
      while (write()) {
        Thread.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** False when the run has ended. A disk that is full is told of by what has to be written. */
  synchronized boolean write() {
    Path to = file;
    if (to != null && changed) {
      changed = false;
      try {
        AtomicFile.writeText(to, content().toPrettyString() + "\n");
      } catch (UserError e) {
        changed = true;
      }
    }
    return to != null;
  }

  private ObjectNode content() {
    ObjectNode content = JsonFiles.MAPPER.createObjectNode().put("at", Instant.now().toString());
    content.put("planned", planned).put("done", done).put("without_result", without);
    return content
        .put("in_flight", Math.max(0, inFlight))
        .put("retries", retries)
        .put("cost_usd", cost);
  }

  private void end() {
    Path there = file;
    file = null;
    try {
      if (there != null) {
        Files.deleteIfExists(there);
      }
    } catch (IOException e) {
      // What says how the run ended is its manifest.
    }
  }
}
