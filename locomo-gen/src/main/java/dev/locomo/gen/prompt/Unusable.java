package dev.locomo.gen.prompt;

/** A reply that cannot be used; the message says why, in words a model can act on. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param problem goes into the second request: "is not JSON", "event E4: no such date"
   */
  public Unusable(String problem) {
    super(problem);
  }

  /** What is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
