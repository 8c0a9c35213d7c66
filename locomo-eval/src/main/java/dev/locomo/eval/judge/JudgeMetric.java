package dev.locomo.eval.judge;

import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;

/**
 * The share of answers that a judge finds right, as a metric in reports. Its values are a model's
 * verdicts and come from a folder; nothing can be computed on the spot.
 *
 * @param id of the rubric; reports name the model above
 */
record JudgeMetric(String id) implements Metric {
  @Override
  public String summary() {
    return "share of answers that the judge finds right";
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public Score score(Answered answered) {
    return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "verdicts come from judge");
  }
}
