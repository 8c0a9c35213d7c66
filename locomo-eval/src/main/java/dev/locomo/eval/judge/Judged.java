package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Question;
import dev.locomo.eval.predict.Prediction;

/**
 * An answer that is judged.
 *
 * @param question with its gold
 * @param answer may be empty
 * @param kind tells answers to the same question apart; empty where there is but one
 */
public record Judged(Question question, String answer, String kind) {
  /** Under which name a judge's reply is kept. */
  Prediction.Key key(Judge judge, int repetition) {
    String form =
        String.join(
            "|",
            judge.model().id(),
            judge.rubric().id(),
            Integer.toString(repetition),
            kind.isEmpty() ? "answer" : kind);
    return new Prediction.Key(question.id(), form);
  }
}
