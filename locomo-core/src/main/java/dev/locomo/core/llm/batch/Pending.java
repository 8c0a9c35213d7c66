package dev.locomo.core.llm.batch;

/** A request waits for its batch: whoever asked is to ask again when the batch has ended. */
public final class Pending extends RuntimeException {
  Pending() {
    super("waits for its batch", null, false, false);
  }
}
