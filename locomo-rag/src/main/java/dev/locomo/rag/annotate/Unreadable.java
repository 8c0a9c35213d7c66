package dev.locomo.rag.annotate;

/** A reply that is no annotation; the message says what is wrong with it, for the model to mend. */
public final class Unreadable extends Exception {
  Unreadable(String message) {
    super(message);
  }
}
