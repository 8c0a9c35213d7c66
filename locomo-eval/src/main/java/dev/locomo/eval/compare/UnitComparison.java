package dev.locomo.eval.compare;

import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.stats.Paired;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs of {@code eval-dialog} or {@code eval-events} side by side, each against the first, under
 * one metric or under all they share. The tests are those of {@link Comparison}; Holm's correction
 * is over all metrics and runs that are tested.
 *
 * @param runs the baseline first
 * @param metrics what is compared, in the order of the baseline's scores
 * @param settings what differs between them
 * @param matches the runs after the first, against it
 * @param warnings sentences that belong to every figure here
 */
public record UnitComparison(
    List<UnitScores> runs,
    List<String> metrics,
    List<SettingDifference> settings,
    List<Match> matches,
    Set<String> warnings) {

  /**
   * One run against the baseline.
   *
   * @param run name of the run
   * @param verdicts by metric
   * @param differing by metric: units that both have a value for and that differ, the widest first
   */
  public record Match(
      String run, Map<String, Verdict> verdicts, Map<String, List<Difference>> differing) {}

  /**
   * A unit.
   *
   * @param unit its name
   * @param baseline value there
   * @param run value in the run
   */
  public record Difference(String unit, double baseline, double run) {}

  /**
   * Compares.
   *
   * @param runs at least two, the baseline first
   * @param metric the only one that is compared; null for all
   * @throws UserError when there are fewer, they are of different verbs, or have nothing in common
   */
  public static UnitComparison of(List<UnitScores> runs, @Nullable String metric) {
    if (runs.size() < 2) {
      throw new UserError("nothing to compare with", "two or more runs, the baseline first");
    }
    for (UnitScores run : runs) {
      if (!run.task().equals(runs.getFirst().task())) {
        throw new UserError(
            run.name() + " is a run of " + run.task() + ", not of " + runs.getFirst().task(),
            "runs of one verb");
      }
    }
    var metrics = metrics(runs, metric);
    var settings = runs.stream().map(UnitScores::settings).toList();
    var warnings = new LinkedHashSet<String>();
    Comparison.otherData(settings).ifPresent(warnings::add);
    var matches = matches(runs, metrics, warnings);
    return new UnitComparison(
        List.copyOf(runs), metrics, SettingDifference.of(settings), matches, warnings);
  }

  private static List<String> metrics(List<UnitScores> runs, @Nullable String wanted) {
    var shared = new ArrayList<>(runs.getFirst().byMetric().keySet());
    runs.forEach(run -> shared.retainAll(run.byMetric().keySet()));
    if (wanted == null && !shared.isEmpty()) {
      return List.copyOf(shared);
    }
    if (wanted != null && shared.contains(wanted)) {
      return List.of(wanted);
    }
    throw new UserError(
        "the runs have no scores of " + (wanted == null ? "one metric" : "'" + wanted + "'"),
        shared.isEmpty() ? "runs of one kind" : "--metric " + String.join(" or ", shared));
  }

  private static List<Match> matches(
      List<UnitScores> runs, List<String> metrics, Set<String> warnings) {
    var tests = new ArrayList<PairedTest>();
    var tested = new ArrayList<List<String>>();
    var differing = new ArrayList<Map<String, List<Difference>>>();
    UnitScores baseline = runs.getFirst();
    for (UnitScores run : runs.subList(1, runs.size())) {
      var here = new ArrayList<String>();
      Map<String, List<Difference>> widest = new LinkedHashMap<>();
      var unpaired = new LinkedHashMap<String, List<String>>();
      for (String metric : metrics) {
        var pairs = new Pairs(baseline, run, metric);
        if (!pairs.paired.isEmpty()) {
          here.add(metric);
          tests.add(PairedTest.of(metric, true, pairs.paired));
          widest.put(metric, pairs.differing());
          pairs
              .unpaired()
              .ifPresent(
                  text -> unpaired.computeIfAbsent(text, _ -> new ArrayList<>()).add(metric));
          FewClusters.warning(pairs.paired.stream().map(Paired::clustered).toList())
              .ifPresent(warnings::add);
        }
      }
      unpaired.forEach((text, of) ->
          warnings.add(
              run.name() + (of.equals(here) ? "" : ", " + String.join(", ", of)) + ": " + text));
      if (here.isEmpty()) {
        throw new UserError(
            run.name() + " and " + baseline.name() + " have nothing scored in common",
            "runs on the same conversations");
      }
      tested.add(here);
      differing.add(widest);
    }
    var verdicts = Verdict.of(tests).iterator();
    var matches = new ArrayList<Match>();
    for (int i = 0; i < tested.size(); i++) {
      var byMetric = new LinkedHashMap<String, Verdict>();
      tested.get(i).forEach(metric -> byMetric.put(metric, verdicts.next()));
      matches.add(new Match(runs.get(i + 1).name(), byMetric, differing.get(i)));
    }
    return matches;
  }

  /** The units that two runs have a value for. */
  private static final class Pairs {
    private final List<Paired> paired = new ArrayList<>();
    private final List<Difference> both = new ArrayList<>();
    private int onlyBaseline;
    private int onlyRun;

    Pairs(UnitScores baseline, UnitScores other, String metric) {
      var before = scored(baseline, metric);
      var after = scored(other, metric);
      before.forEach((unit, one) -> {
        var match = after.remove(unit);
        if (match == null) {
          onlyBaseline++;
        } else {
          double value = match.value().orElseThrow();
          paired.add(new Paired(one.sample(), value, one.value().orElseThrow()));
          both.add(new Difference(unit, one.value().orElseThrow(), value));
        }
      });
      onlyRun = after.size();
    }

    private static Map<String, UnitScores.One> scored(UnitScores of, String metric) {
      var scored = new LinkedHashMap<>(of.byMetric().getOrDefault(metric, Map.of()));
      scored.values().removeIf(one -> one.value().isEmpty());
      return scored;
    }

    List<Difference> differing() {
      return both.stream()
          .filter(d -> d.run != d.baseline)
          .sorted(
              Comparator.comparingDouble((Difference d) -> -Math.abs(d.run - d.baseline))
                  .thenComparing(Difference::unit))
          .toList();
    }

    /** The caution due when not all are paired. */
    Optional<String> unpaired() {
      return onlyBaseline + onlyRun == 0
          ? Optional.empty()
          : Optional.of(
              "%d are paired; %d scored in the baseline alone and %d in the run alone are in no test."
                  .formatted(paired.size(), onlyBaseline, onlyRun));
    }
  }

  /** All units of a run under a metric, whether paired or not. */
  public static Slice slice(UnitScores run, String metric) {
    Tally tally = Tally.NONE;
    var values = new ArrayList<Clustered>();
    for (var one : run.byMetric().getOrDefault(metric, Map.of()).values()) {
      if (one.value().isPresent()) {
        double value = one.value().getAsDouble();
        tally = tally.plus(true, new Score.Scored(value, ""));
        values.add(new Clustered(one.sample(), value));
      } else {
        tally = tally.plus(false, new Score.Unscored(Score.Reason.NO_PREDICTION, ""));
      }
    }
    return new Slice(tally, ClusterBootstrap.STANDARD.micro(values).orElse(null));
  }

  /** Whether a run is significantly worse than the baseline under any metric. */
  public boolean anyWorse() {
    return matches.stream()
        .flatMap(match -> match.verdicts().values().stream())
        .anyMatch(verdict -> verdict.finding() == Verdict.Finding.WORSE);
  }
}
