package dev.locomo.cli.start;

/** What the launcher knows about the terminal; Java cannot tell whether stderr is one. */
public final class Terminal {
  private Terminal() {}

  /** Whether stderr is a terminal; false when started without the launcher. */
  public static boolean onStderr() {
    return Boolean.getBoolean("locomo.stderr.terminal");
  }
}
