package dev.locomo.core.metric;

import dev.locomo.core.metric.text.SimpleTokenizer;
import java.util.Collections;
import java.util.List;

/**
 * Whether the gold answer's tokens occur in the prediction, side by side and in order.
 *
 * <p><b>Value</b> 0 or 1. <b>Empty prediction</b>: 0, unless the gold answer has no tokens, which
 * every text contains. Adversarial questions are compared with their lure, so there 1 means that
 * the answer repeats it. <b>Source</b> {@code has_answer} in {@code task_eval/evaluation.py}.
 */
public final class HasAnswer implements Metric {
  @Override
  public String id() {
    return "has-answer";
  }

  @Override
  public String summary() {
    return "the prediction contains the gold answer's tokens in a row";
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public Score score(Answered answered) {
    return contains(List.of(GoldText.of(answered.question())), answered.prediction())
        ? new Score.Scored(1, "contains the gold answer")
        : new Score.Scored(0, "does not contain the gold answer");
  }

  /** Whether a text contains one of several answers; of no answers, false. */
  static boolean contains(List<String> answers, String text) {
    var tokens = SimpleTokenizer.tokens(text);
    for (String answer : answers) {
      if (Collections.indexOfSubList(tokens, SimpleTokenizer.tokens(answer)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
