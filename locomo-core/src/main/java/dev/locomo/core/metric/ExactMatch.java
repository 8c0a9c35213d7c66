package dev.locomo.core.metric;

import dev.locomo.core.metric.text.AnswerNormalizer;
import java.util.HashSet;

/**
 * Whether prediction and gold answer have the same words, whatever their order and number.
 *
 * <p>Words are those of {@link AnswerNormalizer}, not stemmed. <b>Value</b> 0 or 1. <b>Empty
 * prediction</b>: 1 only against a gold answer without words. Adversarial questions are compared
 * with their lure, as the original does. <b>Source</b> {@code exact_match_score} in {@code
 * task_eval/evaluation.py}; the name is the original's, elsewhere it means equal strings.
 */
public final class ExactMatch implements Metric {
  @Override
  public String id() {
    return "exact-match";
  }

  @Override
  public String summary() {
    return "the same set of normalised words";
  }

  @Override
  public boolean binary() {
    return true;
  }

  @Override
  public Score score(Answered answered) {
    var predicted = new HashSet<>(AnswerNormalizer.words(answered.prediction()));
    var gold = new HashSet<>(AnswerNormalizer.words(GoldText.of(answered.question())));
    return predicted.equals(gold)
        ? new Score.Scored(1, "the same words")
        : new Score.Scored(0, "different words");
  }
}
