package dev.locomo.eval.report;

import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a run is held against under one metric: another run, or an answer that needs no reader.
 *
 * @param name for legends
 * @param summary its scores
 */
public record Baseline(String name, Summary summary) {
  /**
   * All that a report shows: always saying that nothing was mentioned, where the metric can tell,
   * then other runs under the names of their models and contexts.
   */
  public static List<Baseline> all(StoredRun run, String metric, List<StoredRun> others) {
    var all = new ArrayList<Baseline>();
    var abstaining = run.results().abstaining(run.metric(metric), StoredRun.rule(run.spec()));
    var abstain = Summary.of(abstaining, Grouping.LOCOMO);
    if (abstain.overall().scored() > 0) {
      all.add(new Baseline("always abstain", abstain));
    }
    others.forEach(other ->
        all.add(new Baseline(other.title(), Summary.of(other.metric(metric), Grouping.LOCOMO))));
    return all;
  }

  List<OptionalDouble> means(List<String> slices) {
    return slices.stream().map(name -> summary.slice(name).mean()).toList();
  }
}
