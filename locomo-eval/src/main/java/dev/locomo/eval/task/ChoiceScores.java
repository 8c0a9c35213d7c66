package dev.locomo.eval.task;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.StoredAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores of the adversarial questions asked as a choice: 1 when the abstention is picked, for each
 * order of the options, and for both orders together, where picking it once is not enough: a model
 * that always takes the first option gets 0.
 */
final class ChoiceScores {
  private static final String RIGHT = "not mentioned";

  private ChoiceScores() {}

  /** Empty when no question was asked as a choice. */
  static List<MetricScores> of(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var first = new ArrayList<ItemScore>();
    var last = new ArrayList<ItemScore>();
    var both = new ArrayList<ItemScore>();
    for (Question question : questions) {
      var trapFirst = answers.get(new Prediction.Key(question.id(), "trap-first"));
      var trapLast = answers.get(new Prediction.Key(question.id(), "trap-last"));
      if (question.unanswerable() && (trapFirst != null || trapLast != null)) {
        first.add(row(question, trapFirst == null ? StoredAnswer.NONE : trapFirst));
        last.add(row(question, trapLast == null ? StoredAnswer.NONE : trapLast));
        both.add(both(first.getLast(), last.getLast()));
      }
    }
    if (both.isEmpty()) {
      return List.of();
    }
    return List.of(
        scores("choice-trap-first", "abstention picked, trap shown first", first),
        scores("choice-trap-last", "abstention picked, trap shown last", last),
        scores("choice-both-orders", "abstention picked in both orders", both));
  }

  /** What the phrase of abstention scores; nothing under a metric that is none of these. */
  static Score abstaining(String metric) {
    return metric.startsWith("choice-")
        ? picked(Abstention.PHRASE)
        : new Score.Unscored(Score.Reason.NOT_APPLICABLE, "scores of " + metric + " are read");
  }

  private static MetricScores scores(String metric, String about, List<ItemScore> rows) {
    return new MetricScores(metric, about, rows);
  }

  private static ItemScore row(Question question, StoredAnswer answer) {
    return switch (answer) {
      case StoredAnswer.Missing(var why) -> new ItemScore(question, false, why);
      case StoredAnswer.Given given -> new ItemScore(question, true, picked(given.text()));
    };
  }

  private static ItemScore both(ItemScore one, ItemScore other) {
    if (one.score() instanceof Score.Scored a && other.score() instanceof Score.Scored b) {
      double value = Math.min(a.value(), b.value());
      return new ItemScore(one.item(), true, new Score.Scored(value, "both orders"));
    }
    return one.answered() ? other : one;
  }

  /**
   * Whether the option picked is the abstention; parsing has put the option's text in place of its
   * letter.
   */
  private static Score picked(String text) {
    boolean right = text.toLowerCase(Locale.ROOT).startsWith(RIGHT);
    return new Score.Scored(right ? 1 : 0, right ? "picked the abstention" : "picked the trap");
  }
}
