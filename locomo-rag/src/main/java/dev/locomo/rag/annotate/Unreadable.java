package dev.locomo.rag.annotate;

/** A reply that is no annotation; the message says what is wrong with it, for the model to mend. */
public final class Unreadable extends Exception {
  private final String wrong;

  Unreadable(String wrong) {
    super(wrong);
    this.wrong = wrong;
  }

  /** What is wrong with it, one line. */
  public String wrong() {
    return wrong;
  }
}
