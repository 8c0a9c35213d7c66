package dev.locomo.eval.task;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.StoredAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
  static Map<Metric, List<Row>> of(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var first = new ArrayList<Row>();
    var last = new ArrayList<Row>();
    var both = new ArrayList<Row>();
    for (Question question : questions) {
      var trapFirst = answers.get(new Prediction.Key(question.id(), "trap-first"));
      var trapLast = answers.get(new Prediction.Key(question.id(), "trap-last"));
      if (question.category() == Category.ADVERSARIAL && (trapFirst != null || trapLast != null)) {
        first.add(row(question, trapFirst == null ? StoredAnswer.NONE : trapFirst));
        last.add(row(question, trapLast == null ? StoredAnswer.NONE : trapLast));
        both.add(both(first.getLast(), last.getLast()));
      }
    }
    if (both.isEmpty()) {
      return Map.of();
    }
    var byMetric = new LinkedHashMap<Metric, List<Row>>();
    byMetric.put(new Choice("choice-trap-first", "abstention picked, trap shown first"), first);
    byMetric.put(new Choice("choice-trap-last", "abstention picked, trap shown last"), last);
    byMetric.put(new Choice("choice-both-orders", "abstention picked in both orders"), both);
    return byMetric;
  }

  private static Row row(Question question, StoredAnswer answer) {
    return switch (answer) {
      case StoredAnswer.Missing(var why) -> new Row(question, false, why);
      case StoredAnswer.Given given ->
          new Row(
              question,
              true,
              new Choice("", "").score(new Metric.Answered(question, given.text(), null)));
    };
  }

  private static Row both(Row one, Row other) {
    if (one.score() instanceof Score.Scored a && other.score() instanceof Score.Scored b) {
      return new Row(
          one.question(), true, new Score.Scored(Math.min(a.value(), b.value()), "both orders"));
    }
    return one.answered() ? other : one;
  }

  /**
   * Whether the option picked is the abstention; parsing has put the option's text in place of its
   * letter.
   */
  private record Choice(String id, String summary) implements Metric {
    @Override
    public boolean binary() {
      return true;
    }

    @Override
    public Score score(Answered answered) {
      boolean right = answered.prediction().toLowerCase(Locale.ROOT).startsWith(RIGHT);
      return new Score.Scored(right ? 1 : 0, right ? "picked the abstention" : "picked the trap");
    }
  }
}
