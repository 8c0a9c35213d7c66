package dev.locomo.eval.task;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Repeats;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoringRule;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    var answers = StoredAnswer.of(predictions);
    var ids = new ArrayList<>(List.of("token-f1", "exact-match", "abstention"));
    if (questions.stream().anyMatch(q -> !q.details().choices().isEmpty())) {
      ids.addFirst("choice-accuracy");
    }
    if (predictions.values().stream().anyMatch(p -> !p.context().isEmpty())) {
      ids.add("evidence-recall");
    }
    var sheet = ScoreSheet.of(questions, answers, rule.metrics(ids));
    var all = new ArrayList<>(sheet.metrics());
    all.addAll(ChoiceScores.of(questions, answers));
    return new QaResults(questions, predictions, new ScoreSheet(all));
  }

  /** How many free answers had each outcome; a question that was not asked yet is in none. */
  public Map<Outcome, Integer> outcomes() {
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    predictions.values().stream()
        .filter(p -> p.key().form().equals(Call.FREE))
        .forEach(p -> counts.merge(p.outcome(), 1, Integer::sum));
    return counts;
  }

  /**
   * Words of each free answer that was given, shortest first; judges pass long answers more often.
   */
  public List<Integer> answerWords() {
    return predictions.values().stream()
        .filter(p -> p.form().equals("free") && p.outcome() == Outcome.ANSWERED)
        .map(p -> (int) Arrays.stream(p.answer().split("\\s+")).filter(w -> !w.isEmpty()).count())
        .sorted()
        .toList();
  }

  /** Questions that lack a usable answer in one of the forms in which they were asked. */
  public int unscored() {
    Set<QuestionId> lost = new HashSet<>();
    predictions.values().stream()
        .filter(p -> !(StoredAnswer.of(p) instanceof StoredAnswer.Given))
        .forEach(p -> lost.add(p.question()));
    for (int repeat = 1; repeat <= repeats(); repeat++) {
      for (Question question : questions) {
        if (!predictions.containsKey(new Prediction.Key(question.id(), Call.free(repeat)))) {
          lost.add(question.id());
        }
      }
    }
    return (int) questions.stream().filter(q -> lost.contains(q.id())).count();
  }

  /** How often each question was asked freely, at least 1. */
  public int repeats() {
    return Repeats.count(predictions.keySet());
  }

  /** How noisy the system is, by metric; none where questions were asked once. */
  public Map<String, Noise> noise() {
    return Repeats.noise(sheet, questions, StoredAnswer.of(predictions));
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

  /** The same in sentences, one a metric. */
  public List<String> noiseSentences() {
    var sentences = new ArrayList<String>();
    noise()
        .forEach((metric, of) -> {
          sentences.add(
              "%s, %s, each asked %d times: "
                      .formatted(
                          metric,
                          metric.equals(new Abstention().id())
                              ? "questions without answer"
                              : "questions that have an answer",
                          repeats())
                  + of.sentence());
        });
    return sentences;
  }

  /**
   * What an answer that always abstains scores under a metric; without values where the metric
   * cannot be computed from an answer, as with a judge's verdicts.
   */
  public MetricScores abstaining(MetricScores of, ScoringRule rule) {
    var metric =
        Metrics.standard().all().stream().filter(m -> m.id().equals(of.metric())).findFirst();
    var answer = new StoredAnswer.Given(Abstention.PHRASE, null);
    var rows = new ArrayList<ItemScore>();
    for (Question question : questions) {
      rows.add(
          metric.isPresent()
              ? answer.scored(question, rule.metrics(List.of(of.metric())).getFirst())
              : ItemScore.of(question, ChoiceScores.abstaining(of.metric())));
    }
    return new MetricScores(of.metric(), of.about(), of.apart(), rows);
  }
}
