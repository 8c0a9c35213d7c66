package dev.locomo.eval.score;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.profile.BenchmarkProfile;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every item under one metric.
 *
 * @param metric name of the metric
 * @param about one line that says what it measures; may be empty
 * @param apart slices of the first cut whose values mean something else or hide the others' in a
 *     sum; no table adds them to the others
 * @param rows every item asked, in file order
 */
public record MetricScores(String metric, String about, Set<String> apart, List<ItemScore> rows) {
  /** Start of the name of a judge's scores. */
  public static final String JUDGE = "judge(";

  private static final double ONE = 1 + 1e-9;

  public MetricScores {
    rows = List.copyOf(rows);
  }

  /** A metric's name in tables: of a judge's scores its model, its rubric and what it covers. */
  public static String brief(String metric) {
    return metric
        .replaceFirst("^judge\\(model=(.*),rubric=([^,]*)\\)$", "$1 $2")
        .replaceFirst("^judge\\(model=(.*),rubric=([^,]*),questions=(.*)\\)$", "$1 $2 of $3");
  }

  /** Without slices that are apart. */
  public MetricScores(String metric, String about, List<ItemScore> rows) {
    this(metric, about, Set.of(), rows);
  }

  /** Of a metric of the list. */
  public static MetricScores of(Metric metric, List<ItemScore> rows) {
    return new MetricScores(
        metric.id(), metric.summary(), metric.ofLure() ? unanswerable(rows) : Set.of(), rows);
  }

  /** Of the questions of a benchmark, grouped as its profile says. */
  public Summary summary() {
    return Summary.of(this, Grouping.of(this));
  }

  /** The benchmark of the questions; LoCoMo where there are none. */
  static BenchmarkProfile profile(List<ItemScore> rows) {
    return !rows.isEmpty() && rows.getFirst().item() instanceof Question question
        ? question.category().profile()
        : BenchmarkProfile.LOCOMO;
  }

  /** Categories without answers, whose values under some metrics are in no total. */
  public static Set<String> unanswerable(List<ItemScore> rows) {
    return profile(rows).unanswerable();
  }

  /** How many conversations the rows with a value are of. */
  long clusters() {
    var scored = rows.stream().filter(row -> row.score() instanceof Scored);
    return scored.map(row -> row.item().cluster()).distinct().count();
  }

  /** Whether every value is between 0 and 1; true when there are none. */
  public boolean bounded() {
    return rows.stream()
        .noneMatch(row -> row.score() instanceof Scored(double v, _) && (v < 0 || v > ONE));
  }

  /** Why items have no value, and how many of each; reasons without any are absent. */
  public Map<Reason, Integer> unscored() {
    var counts = new EnumMap<Reason, Integer>(Reason.class);
    for (ItemScore row : rows) {
      if (row.score() instanceof Unscored(Reason reason, _)) {
        counts.merge(reason, 1, Integer::sum);
      }
    }
    return counts;
  }
}
