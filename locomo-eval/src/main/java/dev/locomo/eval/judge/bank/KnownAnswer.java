package dev.locomo.eval.judge.bank;

import dev.locomo.eval.judge.Judged;

/**
 * An answer whose verdict is known.
 *
 * @param judged the answer; its kind is the kind's label
 * @param kind what it is
 */
public record KnownAnswer(Judged judged, Kind kind) {
  /** What a mistake about a wrong answer is called. */
  public static final String FALSE_ACCEPT = "false-accept";

  /** What a mistake about a right answer is called. */
  public static final String FALSE_REJECT = "false-reject";

  /**
   * Answers that are right or wrong in the same way; kinds are never pooled.
   *
   * @param label its name in files and reports
   * @param right whether a judge should find them right
   */
  public record Kind(String label, boolean right) {
    /** What a judge's mistake about them is called. */
    public String error() {
      return right ? FALSE_REJECT : FALSE_ACCEPT;
    }
  }
}
