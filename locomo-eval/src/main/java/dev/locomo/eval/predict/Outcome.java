package dev.locomo.eval.predict;

import java.util.Locale;

/**
 * What became of a question that was asked. {@code --retry-failed} asks again for all but answered
 * and empty ones.
 */
public enum Outcome {
  /** The model answered. */
  ANSWERED,
  /** The model's reply was complete and said nothing; scored as an empty answer. */
  EMPTY,
  /** The reply was cut off at the token limit; what is there is scored, nothing is unscored. */
  CUT_OFF,
  /** A content filter stopped prompt or reply; unscored. */
  FILTERED,
  /** No usable reply; unscored, and asked again when the run is resumed. */
  FAILED;

  /** The name in files, for example {@code cut-off}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether a resumed run leaves the question alone.
   *
   * @param retriesFailed whether the run asks again for all that it has no good answer to
   */
  public boolean isFinal(boolean retriesFailed) {
    return this == ANSWERED || this == EMPTY || (this != FAILED && !retriesFailed);
  }
}
