package dev.locomo.eval.predict;

import java.util.Locale;

/** What became of a question that was asked. */
public enum Outcome {
  /** The model answered. */
  ANSWERED,
  /** The model's reply was complete and said nothing; scored as an empty answer. */
  EMPTY,
  /** The reply was cut off at the token limit; what is there is scored, nothing is unscored. */
  CUT_OFF,
  /** A content filter stopped prompt or reply; unscored, and asking again would change nothing. */
  FILTERED,
  /** No usable reply; unscored, and asked again when the run is resumed. */
  FAILED;

  /** The name in files, for example {@code cut-off}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a resumed run leaves the question alone. */
  public boolean isFinal() {
    return this != FAILED;
  }
}
