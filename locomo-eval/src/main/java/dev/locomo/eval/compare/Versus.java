package dev.locomo.eval.compare;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Paired;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One run against the baseline, before its tests are judged.
 *
 * @param run name of the run
 * @param pairs questions that both have a value for, those that differ most first
 * @param onlyBaseline questions that only the baseline has a value for; they are in no test
 * @param onlyRun questions that only the run has a value for; they are in no test
 * @param tests one a slice
 */
record Versus(String run, List<Pair> pairs, int onlyBaseline, int onlyRun, List<PairedTest> tests) {

  static Versus of(Contestant baseline, Contestant run) {
    var before = scored(baseline);
    var after = scored(run);
    var pairs = new ArrayList<Pair>();
    before.forEach((id, row) -> {
      Row other = after.get(id);
      if (other != null) {
        pairs.add(pair(row, other, run));
      }
    });
    if (pairs.isEmpty()) {
      throw new UserError(
          run.name() + " and " + baseline.name() + " have no scored question in common",
          "results on the same questions");
    }
    pairs.sort(Pair.WIDEST_FIRST);
    return new Versus(
        run.name(),
        List.copyOf(pairs),
        before.size() - pairs.size(),
        after.size() - pairs.size(),
        tests(pairs));
  }

  private static Map<QuestionId, Row> scored(Contestant contestant) {
    return contestant.rows().stream()
        .filter(row -> row.score() instanceof Score.Scored)
        .collect(Collectors.toMap(row -> row.question().id(), Function.identity()));
  }

  private static Pair pair(Row baseline, Row run, Contestant of) {
    if (baseline.question().category() != run.question().category()) {
      throw new DataError(
          of.name(),
          run.question().id().toString(),
          "is %s; expected %s, as in the baseline"
              .formatted(
                  run.question().category().label(), baseline.question().category().label()));
    }
    var question = baseline.question().text().isEmpty() ? run.question() : baseline.question();
    return new Pair(question, value(baseline), value(run));
  }

  private static double value(Row row) {
    return row.score() instanceof Score.Scored(double value, _) ? value : Double.NaN;
  }

  private static List<PairedTest> tests(List<Pair> pairs) {
    Set<Category> present = EnumSet.noneOf(Category.class);
    pairs.forEach(p -> present.add(p.question().category()));
    return Slice.of(present).stream()
        .map(slice -> PairedTest.of(slice.name(), slice.total(), within(slice, pairs)))
        .toList();
  }

  private static List<Paired> within(Slice slice, List<Pair> pairs) {
    return pairs.stream()
        .filter(p -> slice.categories().contains(p.question().category()))
        .map(Pair::paired)
        .toList();
  }

  /** Interval of the difference of the macro means. */
  Interval macroInterval() {
    return ClusterBootstrap.STANDARD.macro(values()).orElseThrow();
  }

  /** Difference of the macro means: the mean over the categories of the mean differences. */
  double macroDifference() {
    return tests.stream()
        .filter(t -> !t.total())
        .mapToDouble(PairedTest::difference)
        .average()
        .orElseThrow();
  }

  /** The caution due when conversations are few. */
  Optional<String> fewClusters() {
    return FewClusters.warning(values());
  }

  private List<Clustered> values() {
    return pairs.stream()
        .map(p ->
            new Clustered(
                p.question().id().sample(), p.question().category().label(), p.difference()))
        .toList();
  }
}
