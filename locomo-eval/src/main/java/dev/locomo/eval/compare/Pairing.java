package dev.locomo.eval.compare;

import dev.locomo.core.error.DataError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The items of a run and the baseline, paired under one metric and tested, before the tests of all
 * runs are judged together.
 *
 * @param pairs items that both have a value for
 * @param onlyBaseline items that only the baseline has a value for
 * @param onlyRun items that only the run has a value for
 * @param tests one a slice or total; none without pairs
 */
record Pairing(List<Pair> pairs, int onlyBaseline, int onlyRun, List<PairedTest> tests) {
  /** Pairs the items that both have a value for; those of questions the widest difference first. */
  static Pairing of(ComparedRun baseline, ComparedRun run, String metric, Grouping grouping) {
    var before = scored(baseline.scores(metric));
    var after = scored(run.scores(metric));
    var pairs = new ArrayList<Pair>();
    before.forEach((key, row) -> {
      ItemScore other = after.get(key);
      if (other != null) {
        pairs.add(pair(row, other, run, grouping));
      }
    });
    if (!grouping.cuts().isEmpty()) {
      pairs.sort(Pair.WIDEST_FIRST);
    }
    return new Pairing(pairs, before.size() - pairs.size(), after.size() - pairs.size(), List.of());
  }

  /**
   * The same with its tests.
   *
   * @param bound the largest difference that would not matter; null where none was given
   */
  Pairing tested(MetricScores scores, Grouping grouping, @Nullable Double bound) {
    return new Pairing(pairs, onlyBaseline, onlyRun, tests(scores, pairs, grouping, bound));
  }

  private static Map<String, ItemScore> scored(MetricScores scores) {
    var scored = new LinkedHashMap<String, ItemScore>();
    for (ItemScore row : scores.rows()) {
      if (row.score() instanceof Score.Scored) {
        scored.put(row.item().key(), row);
      }
    }
    return scored;
  }

  private static Pair pair(ItemScore baseline, ItemScore run, ComparedRun of, Grouping grouping) {
    for (Grouping.Cut cut : grouping.cuts()) {
      String slice = run.item().slice(cut.by());
      String expected = baseline.item().slice(cut.by());
      if (!slice.equals(expected)) {
        throw new DataError(
            of.name(),
            run.item().key(),
            "is %s; expected %s, as in the baseline".formatted(slice, expected));
      }
    }
    String text = ComparedRun.text(baseline);
    return new Pair(
        baseline.item(),
        text.isEmpty() ? ComparedRun.text(run) : text,
        value(baseline),
        value(run));
  }

  private static double value(ItemScore row) {
    return row.score() instanceof Score.Scored(double value, _) ? value : Double.NaN;
  }

  /** Slices, then totals of several; no two totals are the same set of items. */
  private static List<PairedTest> tests(
      MetricScores scores, List<Pair> pairs, Grouping grouping, @Nullable Double bound) {
    if (grouping.cuts().isEmpty()) {
      return List.of(PairedTest.of(scores.metric(), true, pairs, bound));
    }
    var cut = grouping.cuts().getFirst();
    var tests = new ArrayList<PairedTest>();
    for (String name : cut.order()) {
      var some = within(pairs, p -> p.item().slice(cut.by()).equals(name));
      if (!some.isEmpty()) {
        tests.add(PairedTest.of(name, false, some, bound));
      }
    }
    var sizes = new HashSet<>(Set.of(0));
    for (Total total : grouping.totals()) {
      var some =
          within(pairs, p -> Summary.counts(total, scores.apart(), p.item().slice(cut.by())));
      if (sizes.add(some.size())) {
        var there = cut.order().stream().filter(n -> has(some, cut.by(), n)).toList();
        boolean whole = there.containsAll(cut.order().stream().filter(total::has).toList());
        String name = whole ? total.name() : String.join(", ", there);
        if (there.size() > 1) {
          tests.add(PairedTest.of(name, true, some, bound));
        }
      }
    }
    return tests;
  }

  private static boolean has(List<Pair> pairs, String by, String slice) {
    return pairs.stream().anyMatch(p -> p.item().slice(by).equals(slice));
  }

  private static List<Pair> within(List<Pair> pairs, Predicate<Pair> wanted) {
    return pairs.stream().filter(wanted).toList();
  }
}
