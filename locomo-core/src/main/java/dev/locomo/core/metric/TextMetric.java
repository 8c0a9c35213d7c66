package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.core.python.PythonText;

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
  default Score score(Answered answered) {
    if (answered.question().gold() instanceof Gold.Unanswerable) {
      return new Score.Unscored(
          Score.Reason.NOT_APPLICABLE, "the question has no answer to compare with");
    }
    return compare(answered.prediction(), gold(answered.question()));
  }

  /**
   * The gold text that answers are compared with: the gold answer, or the lure of an adversarial
   * question. Open-domain answers are cut at their first semicolon: after it the published file
   * gives reasons or a second wording, which the original leaves out of every comparison.
   */
  static String gold(Question question) {
    String gold = question.referenceAnswer();
    int semicolon =
        question.category().comparison() == Comparison.BEFORE_SEMICOLON ? gold.indexOf(';') : -1;
    return semicolon < 0 ? gold : PythonText.strip(gold.substring(0, semicolon));
  }
}
