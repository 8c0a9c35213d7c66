package dev.locomo.eval.score;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every question under every metric.
 *
 * @param byMetric for each metric every question asked, in file order
 */
public record ScoreSheet(Map<Metric, List<Row>> byMetric) {
  /**
   * One question under one metric.
   *
   * @param question the question
   * @param answered whether there is an answer at all
   * @param score its score
   */
  public record Row(Question question, boolean answered, Score score) {}

  /**
   * Scores stored answers.
   *
   * @param questions all that were asked; one without an answer is unscored
   * @param answers by question and form; the form {@code free} is scored
   * @param metrics in the order of the report
   */
  public static ScoreSheet of(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers, List<Metric> metrics) {
    var byMetric = new LinkedHashMap<Metric, List<Row>>();
    for (Metric metric : metrics) {
      var rows = new ArrayList<Row>();
      for (Question question : questions) {
        var key = new Prediction.Key(question.id(), "free");
        rows.add(row(question, metric, answers.getOrDefault(key, StoredAnswer.NONE)));
      }
      byMetric.put(metric, rows);
    }
    return new ScoreSheet(byMetric);
  }

  /** One a metric, in order; on all processors, since most of the work is drawing resamples. */
  public List<Summary> summaries() {
    return byMetric.entrySet().parallelStream()
        .map(e -> Summary.of(e.getKey(), e.getValue()))
        .toList();
  }

  /** The questions that have an answer, with it; the form {@code free}. */
  public static List<Metric.Answered> answered(
      List<Question> questions, Map<Prediction.Key, StoredAnswer> answers) {
    var answered = new ArrayList<Metric.Answered>();
    for (Question question : questions) {
      if (answers.get(new Prediction.Key(question.id(), "free"))
          instanceof StoredAnswer.Given(var text, var context)) {
        answered.add(new Metric.Answered(question, text, context));
      }
    }
    return answered;
  }

  private static Row row(Question question, Metric metric, StoredAnswer stored) {
    return switch (stored) {
      case StoredAnswer.Missing(var why) -> new Row(question, false, why);
      case StoredAnswer.Given(var text, var context) ->
          new Row(question, true, metric.score(new Metric.Answered(question, text, context)));
    };
  }
}
