package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.metric.text.AbstentionReading;

/**
 * Whether the answer to a question without answer says so.
 *
 * <p>An answer abstains when one of its clauses says, in any of many phrasings, English or of the
 * conversation's language, that the conversation does not tell or that the answerer does not know,
 * and no clause without such a phrase asserts the lure (all its stemmed words in a row), unless
 * that clause names somebody whom the question does not name. It is a rule about words: an answer
 * that asserts something other than the lure and adds "not mentioned" still passes, which only a
 * judge can tell.
 *
 * <p><b>Value</b> 0 or 1, higher is better. <b>Empty prediction</b>: 0. <b>Answerable question</b>:
 * no value. <b>Source</b> none; the original looks for two fixed phrases anywhere in the answer
 * ({@link TokenF1#BY_CATEGORY}).
 */
public final class Abstention implements Metric {
  /** How this program itself abstains, and asks models to. */
  public static final String PHRASE = "Not mentioned in the conversation";

  @Override
  public String id() {
    return "abstention";
  }

  @Override
  public String summary() {
    return "says that an adversarial question has no answer, and does not assert the lure";
  }

  @Override
  public Score score(Answered answered) {
    if (!(answered.question().gold() instanceof Gold.Unanswerable gold)) {
      return new Score.Unscored(Score.Reason.NOT_APPLICABLE, "the question has an answer");
    }
    String lure = gold.lure() == null ? "" : gold.lure();
    var question = answered.question();
    String language = question.category().profile().language();
    return switch (AbstentionReading.of(answered.prediction(), lure, question.text(), language)) {
      case ABSTAINS -> new Score.Scored(1, "says that there is no answer");
      case HEDGES -> new Score.Scored(0, "says that there is no answer, yet asserts the lure");
      case ANSWERS -> new Score.Scored(0, "does not say that there is no answer");
    };
  }
}
