package dev.locomo.eval.loss;

import java.util.Locale;

/**
 * Why a question did not get its whole point; the first that holds, in this order.
 *
 * <p><b>How to add one</b>: put it where it takes precedence, and let {@link LossTable} say when it
 * holds.
 */
public enum Cause {
  /** The overlay says that a right answer is wrong by the original key. */
  KEY("key wrong by the overlay"),
  /** People say that the answer is right. */
  RIGHT_BY_LABELS("right by people's labels"),
  /** An adversarial question was answered; nothing had to be found. */
  ADVERSARIAL("adversarial, no abstention"),
  /** Where the evidence lies is not known, or what was shown of this question. */
  UNKNOWN("evidence not known"),
  /** All of the evidence was found, and not all of it fit into what a reader may be shown. */
  BEYOND_THE_BUDGET("retrieved beyond the budget"),
  /** None of the evidence was among what the reader was shown. */
  NOT_RETRIEVED("not retrieved"),
  /** A part of the evidence was. */
  IN_PART("retrieved in part"),
  /** All of the evidence was. */
  ANSWERED("retrieved, answered wrongly");

  private final String title;

  Cause(String title) {
    this.title = title;
  }

  /** In tables. */
  public String title() {
    return title;
  }

  /** In JSON, for example {@code not-retrieved}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
