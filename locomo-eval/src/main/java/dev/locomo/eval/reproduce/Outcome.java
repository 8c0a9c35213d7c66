package dev.locomo.eval.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What came of a reproduction.
 *
 * @param name of the reproduction
 * @param status what came of it
 * @param detail why, when it did not hold; else empty
 * @param figures every expected figure and what came out; empty when the command did not run
 */
public record Outcome(String name, Status status, String detail, List<Figure> figures) {
  public Outcome {
    figures = List.copyOf(figures);
  }

  /** What can come of one. */
  public enum Status {
    /** Every figure is within its tolerance. */
    REPRODUCED,
    /** A figure is off, up or down. */
    DRIFTED,
    /** The command failed. */
    FAILED,
    /** It was not tried, for lack of an input, a key or leave to ask a provider. */
    SKIPPED;

    /** The name in output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * An expected figure and the actual one.
   *
   * @param expected what should come out
   * @param actual empty when the document has no number there
   */
  public record Figure(Expected expected, OptionalDouble actual) {
    /** Whether it holds. */
    public boolean holds() {
      return actual.isPresent() && expected.holds(actual.getAsDouble());
    }
  }

  /** Whether something was tried and did not hold. */
  public boolean bad() {
    return status == Status.DRIFTED || status == Status.FAILED;
  }
}
