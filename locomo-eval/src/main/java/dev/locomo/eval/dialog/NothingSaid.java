package dev.locomo.eval.dialog;

/** No turn came of it; the message says why. */
public final class NothingSaid extends Exception {
  private final String why;

  NothingSaid(String why) {
    super(why);
    this.why = why;
  }

  /** Why, one line. */
  public String why() {
    return why;
  }
}
