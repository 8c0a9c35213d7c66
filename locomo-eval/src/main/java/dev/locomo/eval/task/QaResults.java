package dev.locomo.eval.task;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of a question answering run; a pure function of the questions and the stored
 * predictions.
 *
 * @param questions what was asked, in file order
 * @param predictions by question and form
 * @param sheet every question under every metric
 * @param summaries one a metric, in order
 */
public record QaResults(
    List<Question> questions,
    Map<Prediction.Key, Prediction> predictions,
    ScoreSheet sheet,
    List<Summary> summaries) {

  /** With the summaries of a sheet. */
  public QaResults(
      List<Question> questions, Map<Prediction.Key, Prediction> predictions, ScoreSheet sheet) {
    this(questions, predictions, sheet, sheet.summaries());
  }

  /** Scores a run. */
  public static QaResults of(
      List<Question> questions, Map<Prediction.Key, Prediction> predictions, ScoringRule rule) {
    var answers = new LinkedHashMap<Prediction.Key, StoredAnswer>();
    predictions.forEach((key, p) -> answers.put(key, StoredAnswer.of(p)));
    var ids = new ArrayList<>(List.of("token-f1", "exact-match", "abstention"));
    if (predictions.values().stream().anyMatch(p -> !p.context().isEmpty())) {
      ids.add("evidence-recall");
    }
    var sheet = ScoreSheet.of(questions, answers, rule.metrics(ids));
    var byMetric = new LinkedHashMap<>(sheet.byMetric());
    byMetric.putAll(ChoiceScores.of(questions, answers));
    return new QaResults(questions, predictions, new ScoreSheet(byMetric));
  }

  /** How many free answers had each outcome; a question that was not asked yet is in none. */
  public Map<Outcome, Integer> outcomes() {
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    predictions.values().stream()
        .filter(p -> p.form().equals("free"))
        .forEach(p -> counts.merge(p.outcome(), 1, Integer::sum));
    return counts;
  }

  /** Questions without a usable answer. */
  public int unscored() {
    return questions.size()
        - (int)
            predictions.values().stream()
                .filter(p -> p.form().equals("free"))
                .filter(p -> StoredAnswer.of(p) instanceof StoredAnswer.Given)
                .count();
  }

  /**
   * The mean token F1 over categories 1 to 5 of an answer that always abstains: the least a reader
   * has to beat.
   */
  public double alwaysAbstain(Metric metric) {
    double sum = 0;
    for (Question question : questions) {
      var answered = new Metric.Answered(question, Abstention.PHRASE, null);
      if (metric.score(answered) instanceof Score.Scored scored) {
        sum += scored.value();
      }
    }
    return sum / questions.size();
  }

  /** Whether anything of a category was asked. */
  public boolean asks(Category category) {
    return questions.stream().anyMatch(q -> q.category() == category);
  }

  /** The rows of the metric with this id; empty when it was not computed. */
  public List<Row> rows(String metricId) {
    return sheet.byMetric().entrySet().stream()
        .filter(e -> e.getKey().id().equals(metricId))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(List.of());
  }
}
