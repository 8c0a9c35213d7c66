package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;

/**
 * Whether the right one of a question's choices was picked. The protocol puts the text of a choice
 * in place of its letter; no judge is asked.
 *
 * <p><b>Value</b> 0 or 1, higher is better. <b>Empty prediction</b>: 0. <b>Question without
 * choices</b>: no value. <b>Source</b> the accuracy of LoCoMo-MC10 and MSC-MemFuse-MC10.
 */
final class ChoiceAccuracy implements Metric {
  @Override
  public String id() {
    return "choice-accuracy";
  }

  @Override
  public String summary() {
    return "picks the right one of the question's choices";
  }

  @Override
  public Score score(Answered answered) {
    var question = answered.question();
    if (question.details().choices().isEmpty()
        || !(question.gold() instanceof Gold.Answer(String right))) {
      return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "the question has no choices");
    }
    boolean picked = answered.prediction().strip().equals(right.strip());
    return new Score.Scored(picked ? 1 : 0, picked ? "picked it" : "picked another one");
  }
}
