package dev.locomo.eval.report;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.metric.Metric;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a run is held against under one metric: another run, or an answer that needs no reader.
 *
 * @param name for legends
 * @param summary its scores
 */
public record Baseline(String name, Summary summary) {
  /** Another run, under the name of its model and context. */
  public static Baseline of(StoredRun run, String metric) {
    var found = run.metric(metric);
    return new Baseline(run.title(), Summary.of(found.getKey(), found.getValue()));
  }

  /** Whoever says of everything that it was not mentioned. */
  static Baseline alwaysAbstain(StoredRun run, Metric metric) {
    Map<Prediction.Key, StoredAnswer> answers = new LinkedHashMap<>();
    for (var question : run.results().questions()) {
      answers.put(
          new Prediction.Key(question.id(), "free"),
          new StoredAnswer.Given(Abstention.PHRASE, null));
    }
    List<Row> rows =
        ScoreSheet.of(run.results().questions(), answers, List.of(metric))
            .byMetric()
            .getOrDefault(metric, List.of());
    return new Baseline("always abstain", Summary.of(metric, rows));
  }

  /** All that a report shows: always abstaining where the metric can tell, then the given runs. */
  public static List<Baseline> all(StoredRun run, String metric, List<StoredRun> others) {
    var all = new ArrayList<Baseline>();
    var abstain = alwaysAbstain(run, run.metric(metric).getKey());
    if (abstain.summary().overall().tally().scored() > 0) {
      all.add(abstain);
    }
    others.forEach(other -> all.add(of(other, metric)));
    return all;
  }

  List<OptionalDouble> means(List<Category> categories) {
    return categories.stream()
        .map(c -> summary.byCategory().get(c))
        .map((Slice slice) -> slice == null ? OptionalDouble.empty() : slice.tally().mean())
        .toList();
  }
}
