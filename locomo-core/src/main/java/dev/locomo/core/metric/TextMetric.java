package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.metric.Score.Scored;

/**
 * A metric that compares two texts and nothing else, so that summaries and dialogue turns can be
 * scored with it as well as answers. As a {@link Metric} it compares an answer with the gold text
 * and says nothing of unanswerable questions.
 */
public interface TextMetric extends Metric {
  /**
   * Compares two texts.
   *
   * @param candidate what is scored; may be empty
   * @param reference what it should be; may be empty
   */
  Scored compare(String candidate, String reference);

  /** The value alone. */
  default double value(String candidate, String reference) {
    return compare(candidate, reference).value();
  }

  @Override
  default boolean binary() {
    return false;
  }

  @Override
  default Score score(Answered answered) {
    if (answered.question().gold() instanceof Gold.Unanswerable) {
      return new Score.Unscored(
          Score.Reason.NOT_APPLICABLE, "the question has no answer to compare with");
    }
    return compare(answered.prediction(), GoldText.of(answered.question()));
  }
}
