package dev.locomo.eval.judge;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.stats.Agreement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What all judges say of a set of answers, and how far they differ.
 *
 * @param judging what was judged by whom
 * @param results one a judge, in the order of the judges
 */
public record PanelResult(Judging judging, List<JudgeResult> results) {
  /** A pure function of the stored answers and the judges' stored replies. */
  public static PanelResult of(
      List<Question> questions,
      Map<QuestionId, StoredAnswer> answers,
      Judging judging,
      Map<Prediction.Key, Prediction> replies) {
    var results = new ArrayList<JudgeResult>();
    for (Judge judge : judging.judges()) {
      var verdicts = judging.verdicts(judge, replies);
      var rows = JudgeResult.rows(questions, answers, judging.judged(), verdicts);
      results.add(new JudgeResult(judge, rows, verdicts));
    }
    return new PanelResult(judging, results);
  }

  /** The judges that had something to judge and gave no verdict that can be read. */
  public List<Judge> silent() {
    return results.stream()
        .filter(r -> !r.verdicts().isEmpty() && r.scored() == 0)
        .map(JudgeResult::judge)
        .toList();
  }

  /**
   * How far a model's scores over categories 1 to 4 lie apart for no reason but the rubric.
   *
   * @param model id of the model
   * @param low the rubric with the lowest score
   * @param lowest its score, 0 to 1
   * @param high the rubric with the highest score
   * @param highest its score, 0 to 1
   */
  public record Spread(String model, String low, double lowest, String high, double highest) {
    /** The difference, 0 to 1. */
    public double width() {
      return highest - lowest;
    }
  }

  /** One for each model that judged by two rubrics or more. */
  public List<Spread> spreads() {
    var byModel = new LinkedHashMap<String, List<JudgeResult>>();
    for (var result : results) {
      if (mean(result).isPresent()) {
        byModel.computeIfAbsent(result.judge().model().id(), _ -> new ArrayList<>()).add(result);
      }
    }
    var byMean = Comparator.<JudgeResult>comparingDouble(r -> mean(r).orElseThrow());
    var spreads = new ArrayList<Spread>();
    byModel.forEach((model, some) -> {
      if (some.size() > 1) {
        var low = some.stream().min(byMean).orElseThrow();
        var high = some.stream().max(byMean).orElseThrow();
        spreads.add(
            new Spread(
                model,
                low.judge().rubric().id(),
                mean(low).orElseThrow(),
                high.judge().rubric().id(),
                mean(high).orElseThrow()));
      }
    });
    return spreads;
  }

  private static OptionalDouble mean(JudgeResult result) {
    return result.summary().headline().mean();
  }

  /**
   * The agreement of two judges.
   *
   * @param first one of them
   * @param second the other
   * @param items answers with a verdict of both
   * @param same those with the same verdict
   * @param kappa Cohen's kappa; empty when chance explains everything
   */
  public record Pair(Judge first, Judge second, int items, int same, OptionalDouble kappa) {}

  /** Every two judges that differ in the model alone or in the rubric alone. */
  public List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < results.size(); i++) {
      for (int j = i + 1; j < results.size(); j++) {
        if (comparable(results.get(i).judge(), results.get(j).judge())) {
          pairs.add(pair(results.get(i), results.get(j)));
        }
      }
    }
    return pairs;
  }

  private static boolean comparable(Judge one, Judge other) {
    return one.model().id().equals(other.model().id())
        != one.rubric().id().equals(other.rubric().id());
  }

  private static Pair pair(JudgeResult one, JudgeResult other) {
    var first = new ArrayList<Double>();
    var second = new ArrayList<Double>();
    int same = 0;
    for (int i = 0; i < one.verdicts().size(); i++) {
      Score a = JudgeResult.decided(one.verdicts().get(i));
      Score b = JudgeResult.decided(other.verdicts().get(i));
      if (a instanceof Score.Scored(double x, _) && b instanceof Score.Scored(double y, _)) {
        first.add(x);
        second.add(y);
        same += x == y ? 1 : 0;
      }
    }
    return new Pair(one.judge(), other.judge(), first.size(), same, Agreement.kappa(first, second));
  }

  /**
   * Krippendorff's alpha of all models that judged by a rubric, by rubric; only rubrics by which
   * several did, and only where it is defined.
   */
  public Map<String, Double> alphas() {
    var byRubric = new LinkedHashMap<String, List<JudgeResult>>();
    for (var result : results) {
      byRubric.computeIfAbsent(result.judge().rubric().id(), _ -> new ArrayList<>()).add(result);
    }
    var alphas = new LinkedHashMap<String, Double>();
    byRubric.forEach((rubric, some) -> {
      if (some.size() > 1) {
        alpha(some).ifPresent(a -> alphas.put(rubric, a));
      }
    });
    return alphas;
  }

  private static OptionalDouble alpha(List<JudgeResult> results) {
    var items = new ArrayList<List<Double>>();
    for (int i = 0; i < results.getFirst().verdicts().size(); i++) {
      var verdicts = new ArrayList<Score>();
      for (var result : results) {
        verdicts.add(JudgeResult.decided(result.verdicts().get(i)));
      }
      items.add(JudgeResult.values(verdicts));
    }
    return Agreement.alpha(items);
  }
}
