package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Agreement.Flips;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What one judge says of a set of answers.
 *
 * @param judge which judge
 * @param rows every question with its decided verdict, in file order
 * @param verdicts of each judged answer one score a repeat, in the order of the judged answers
 */
public record JudgeResult(Judge judge, List<ItemScore> rows, List<List<Score>> verdicts) {
  /**
   * Every question with its verdict.
   *
   * @param questions all that were asked; one without an answer is unscored
   * @param answers what is stored of each
   * @param judging the answers that were judged, in the order of {@code verdicts}
   */
  static List<ItemScore> rows(
      List<Question> questions,
      Map<QuestionId, StoredAnswer> answers,
      List<Judged> judging,
      List<List<Score>> verdicts) {
    var decided = new HashMap<QuestionId, Score>();
    for (int i = 0; i < judging.size(); i++) {
      decided.put(judging.get(i).question().id(), decided(verdicts.get(i)));
    }
    var rows = new ArrayList<ItemScore>();
    for (Question question : questions) {
      rows.add(
          switch (answers.getOrDefault(question.id(), StoredAnswer.NONE)) {
            case StoredAnswer.Missing(var why) -> new ItemScore(question, false, why);
            case StoredAnswer.Given _ ->
                new ItemScore(question, true, decided.getOrDefault(question.id(), Judging.NOT_YET));
          });
    }
    return rows;
  }

  /**
   * The verdict of repeated verdicts: the more frequent one; of as many for as against, the first.
   * Of shares the middle one, the lower of two. Unscored, with the first reason, when none of them
   * can be read.
   */
  static Score decided(List<Score> repeats) {
    var scored =
        repeats.stream()
            .filter(Score.Scored.class::isInstance)
            .map(Score.Scored.class::cast)
            .toList();
    if (scored.isEmpty()) {
      return repeats.getFirst();
    }
    if (scored.stream().anyMatch(s -> s.value() > 0 && s.value() < 1)) {
      var ordered =
          scored.stream().sorted(Comparator.comparingDouble(Score.Scored::value)).toList();
      return ordered.get((ordered.size() - 1) / 2);
    }
    double right = scored.stream().mapToDouble(Score.Scored::value).sum();
    double wrong = scored.size() - right;
    double value = right == wrong ? scored.getFirst().value() : right > wrong ? 1 : 0;
    return scored.stream().filter(s -> s.value() == value).findFirst().orElseThrow();
  }

  /** The decided verdict of a judged answer, by its place. */
  public Score decided(int index) {
    return decided(verdicts.get(index));
  }

  /** By category and over all, with intervals. */
  public Summary summary() {
    return scores(judge.rubric().id()).summary();
  }

  /** How steady the judge is: its noise, apart from everything else. */
  public Flips flips() {
    return Flips.of(verdicts.stream().map(JudgeResult::values).toList());
  }

  /** The values of those that have one. */
  static List<Double> values(List<Score> scores) {
    return scores.stream()
        .filter(Score.Scored.class::isInstance)
        .map(s -> ((Score.Scored) s).value())
        .toList();
  }

  /** The mean over the headline total, of LoCoMo categories 1 to 4, in each repeat by itself. */
  public List<OptionalDouble> repeatMeans(List<Judged> judging) {
    var means = new ArrayList<OptionalDouble>();
    Total headline = Grouping.of(scores("")).totals().getFirst();
    int repeats = verdicts.isEmpty() ? 0 : verdicts.getFirst().size();
    for (int r = 0; r < repeats; r++) {
      Tally tally = Tally.NONE;
      for (int i = 0; i < judging.size(); i++) {
        if (headline.has(judging.get(i).question().category().label())) {
          tally = tally.plus(true, verdicts.get(i).get(r));
        }
      }
      means.add(tally.mean());
    }
    return means;
  }

  /** How many questions have a decided verdict, unanswerable ones among them. */
  public int scored() {
    return (int) rows.stream().filter(row -> row.score() instanceof Score.Scored).count();
  }

  /** Questions without a decided verdict, by reason; reasons without any are absent. */
  public Map<Score.Reason, Integer> unscored() {
    return scores("").unscored();
  }

  private MetricScores scores(String name) {
    return new MetricScores(
        name, "share of answers that the judge finds right", MetricScores.unanswerable(rows), rows);
  }
}
