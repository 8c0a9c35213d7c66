package dev.locomo.core.metric;

import java.util.Locale;

/**
 * What a metric says of one answer. An outage, an unreadable verdict or a missing prediction is
 * {@link Unscored}, never 0 and never 1.
 */
public sealed interface Score {
  /**
   * A value.
   *
   * @param value in the metric's range, never NaN
   * @param why one sentence that explains the value; may be empty
   */
  record Scored(double value, String why) implements Score {}

  /**
   * No value.
   *
   * @param reason kind of reason
   * @param detail one sentence; may be empty
   */
  record Unscored(Reason reason, String detail) implements Score {}

  /** Why there is no value. */
  enum Reason {
    /** Nobody gave an answer. */
    NO_PREDICTION,
    /** The provider failed for good, cut the reply off or filtered it. */
    PROVIDER_FAILED,
    /** A judge's verdict does not follow its grammar. */
    VERDICT_UNREADABLE,
    /** A picture that is to be compared is not there or cannot be read. */
    PICTURE_MISSING,
    /** The metric says nothing about such a question. */
    NOT_APPLICABLE;

    /** The name in files, for example {@code no-prediction}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
