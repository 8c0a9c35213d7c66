package dev.locomo.cli.output;

/** What the program's exit code means; scripts rely on these numbers. */
public final class ExitCode {
  /** Done. */
  public static final int OK = 0;

  /** Finished, but what was asked did not hold. */
  public static final int DID_NOT_HOLD = 1;

  /** Wrong use or wrong setting. */
  public static final int USAGE = 2;

  /** Bad data. */
  public static final int DATA = 3;

  /** The provider failed for good. */
  public static final int PROVIDER = 4;

  /** A bug in locomo. */
  public static final int BUG = 70;

  /** Interrupted; the run can be resumed. */
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
