package dev.locomo.eval.compare;

import dev.locomo.core.error.UserError;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs side by side, each against the first, the baseline: questions under one metric, by slice and
 * in total; other items under one metric or under all they share.
 *
 * <p>Totals, of every run and metric, are one family of tests, single slices another; Holm's
 * correction holds the chance of any false alarm within a family at 5 %.
 *
 * @param runs the baseline first
 * @param metrics what is compared; one for questions
 * @param grouping what the slices and totals are
 * @param settings what differs between the runs
 * @param summaries the scores of each run by itself, one a metric, over all items it has a value
 *     for
 * @param matches the runs after the first, against it
 * @param warnings sentences that belong to every figure here
 */
public record Comparison(
    List<ComparedRun> runs,
    List<String> metrics,
    Grouping grouping,
    List<SettingDifference> settings,
    List<List<Summary>> summaries,
    List<Match> matches,
    Set<String> warnings) {
  /**
   * One run against the baseline.
   *
   * @param run name of the run
   * @param byMetric what they have in common; only metrics under which that is something
   */
  public record Match(String run, Map<String, OfMetric> byMetric) {
    /** Under the only metric. */
    public OfMetric single() {
      return byMetric.values().iterator().next();
    }
  }

  /**
   * One run against the baseline under a metric.
   *
   * @param pairs items that both have a value for
   * @param onlyBaseline items that only the baseline has a value for; they are in no test
   * @param onlyRun items that only the run has a value for; they are in no test
   * @param verdicts one a slice or total
   */
  public record OfMetric(List<Pair> pairs, int onlyBaseline, int onlyRun, List<Verdict> verdicts) {
    /** The items that differ, the widest difference first. */
    public List<Pair> differing() {
      return pairs.stream().filter(p -> p.difference() != 0).sorted(Pair.WIDEST_FIRST).toList();
    }

    /**
     * Mean over the slices of a total of their mean differences; empty where no pair is of them.
     *
     * @param of the scores of the baseline
     */
    public Optional<ClusteredMean> macro(Summary of, Total total) {
      String by = of.grouping().cuts().getFirst().by();
      return ClusteredMean.macro(
          pairs.stream()
              .filter(pair -> Summary.counts(total, of.apart(), pair.item().slice(by)))
              .map(pair -> pair.clustered(by))
              .toList());
    }
  }

  /** How the judges that all runs have in common order them. */
  public JudgedSystems judges() {
    return JudgedSystems.of(runs);
  }

  /**
   * Compares answers to questions under the metric of the first run.
   *
   * @param runs at least two, the baseline first
   * @param bound the largest difference that would not matter; null where none was given
   * @throws UserError when there are fewer, or a run shares no scored question with the baseline
   */
  static Comparison ofQuestions(List<ComparedRun> runs, @Nullable Double bound) {
    var metrics = runs.getFirst().sheet().metrics().stream().map(MetricScores::metric).toList();
    return of(runs, metrics, Grouping.of(runs.getFirst().sheet().metrics().getFirst()), bound);
  }

  /**
   * Compares runs whose items are no questions.
   *
   * @param runs at least two, the baseline first
   * @param metric the only one that is compared; null for all they share
   * @throws UserError when there are fewer, they are of different verbs, or have nothing in common
   */
  static Comparison ofRuns(
      List<ComparedRun> runs, @Nullable String metric, @Nullable Double bound) {
    for (ComparedRun run : runs) {
      if (!run.task().equals(runs.getFirst().task())) {
        throw new UserError(
            run.name() + " is a run of " + run.task() + ", not of " + runs.getFirst().task(),
            "runs of one verb");
      }
    }
    var shared =
        new ArrayList<>(
            runs.getFirst().sheet().metrics().stream().map(MetricScores::metric).toList());
    runs.forEach(run -> shared.removeIf(name -> run.sheet().find(name).isEmpty()));
    if (metric == null ? shared.isEmpty() : !shared.contains(metric)) {
      throw new UserError(
          "the runs have no scores of " + (metric == null ? "one metric" : "'" + metric + "'"),
          shared.isEmpty() ? "runs of one kind" : "--metric " + String.join(" or ", shared));
    }
    return of(runs, metric == null ? shared : List.of(metric), Grouping.WHOLE, bound);
  }

  private static Comparison of(
      List<ComparedRun> runs, List<String> metrics, Grouping grouping, @Nullable Double bound) {
    if (runs.size() < 2) {
      throw new UserError("nothing to compare with", "two or more runs, the baseline first");
    }
    var settings = runs.stream().map(ComparedRun::settings).toList();
    var warnings = new LinkedHashSet<String>();
    if (settings.stream().map(s -> s.get("data_sha256")).filter(Objects::nonNull).distinct().count()
        > 1) {
      warnings.add("The runs were asked about different data; questions of one id may differ.");
    }
    var tested = new ArrayList<Map<String, Pairing>>();
    for (ComparedRun run : runs.subList(1, runs.size())) {
      var here = new LinkedHashMap<String, Pairing>();
      for (String metric : metrics) {
        var one = Pairing.of(runs.getFirst(), run, metric, grouping);
        if (!one.pairs().isEmpty()) {
          here.put(metric, one.tested(runs.getFirst().scores(metric), grouping, bound));
        }
      }
      refuseNothing(runs.getFirst(), run, here, grouping);
      warn(run, here, grouping, warnings);
      tested.add(here);
    }
    var summaries =
        runs.stream()
            .map(run -> metrics.stream().map(m -> Summary.of(run.scores(m), grouping)).toList())
            .toList();
    return new Comparison(
        List.copyOf(runs),
        List.copyOf(metrics),
        grouping,
        SettingDifference.of(settings),
        summaries,
        matches(runs, tested),
        warnings);
  }

  private static void refuseNothing(
      ComparedRun baseline, ComparedRun run, Map<String, Pairing> here, Grouping grouping) {
    if (here.isEmpty()) {
      boolean questions = !grouping.cuts().isEmpty();
      throw new UserError(
          run.name()
              + " and "
              + baseline.name()
              + (questions
                  ? " have no scored question in common"
                  : " have nothing scored in common"),
          questions ? "results on the same questions" : "runs on the same conversations");
    }
  }

  /** The cautions due when not all items are paired, and when conversations are few. */
  private static void warn(
      ComparedRun run, Map<String, Pairing> here, Grouping grouping, Set<String> warnings) {
    boolean questions = !grouping.cuts().isEmpty();
    var unpaired = new LinkedHashMap<String, List<String>>();
    var few = new LinkedHashSet<String>();
    here.forEach((metric, one) -> {
      if (one.onlyBaseline() + one.onlyRun() > 0) {
        String text =
            "%s paired; %d scored in the baseline alone and %d in the run alone are in no test."
                .formatted(
                    questions
                        ? Printable.counted(one.pairs().size(), "question is", "questions are")
                        : Printable.counted(one.pairs().size(), "is", "are"),
                    one.onlyBaseline(),
                    one.onlyRun());
        unpaired.computeIfAbsent(text, _ -> new ArrayList<>()).add(metric);
      }
      long clusters = one.pairs().stream().map(p -> p.item().cluster()).distinct().count();
      Clustered.caution(clusters).ifPresent(few::add);
    });
    if (!questions) {
      warnings.addAll(few);
    }
    unpaired.forEach((text, of) -> {
      boolean all = of.size() == here.size();
      warnings.add(run.name() + (all ? "" : ", " + String.join(", ", of)) + ": " + text);
    });
    warnings.addAll(few);
  }

  private static List<Match> matches(List<ComparedRun> runs, List<Map<String, Pairing>> tested) {
    var totals = family(tested, PairedTest::total);
    var slices = family(tested, test -> !test.total());
    var matches = new ArrayList<Match>();
    for (int i = 0; i < tested.size(); i++) {
      var byMetric = new LinkedHashMap<String, OfMetric>();
      tested
          .get(i)
          .forEach((metric, one) -> {
            var verdicts = new ArrayList<Verdict>();
            for (PairedTest test : one.tests()) {
              verdicts.add((test.total() ? totals : slices).removeFirst());
            }
            byMetric.put(
                metric, new OfMetric(one.pairs(), one.onlyBaseline(), one.onlyRun(), verdicts));
          });
      matches.add(new Match(runs.get(i + 1).name(), byMetric));
    }
    return matches;
  }

  private static List<Verdict> family(
      List<Map<String, Pairing>> tested, Predicate<PairedTest> member) {
    return new ArrayList<>(
        Verdict.of(
            tested.stream()
                .flatMap(run -> run.values().stream())
                .flatMap(one -> one.tests().stream())
                .filter(member)
                .toList()));
  }

  /** Whether the items are questions, which are compared by slice. */
  public boolean ofQuestions() {
    return !grouping.cuts().isEmpty();
  }

  /** Whether a run is significantly worse than the baseline in any slice or under any metric. */
  public boolean anyWorse() {
    return matches.stream()
        .flatMap(match -> match.byMetric().values().stream())
        .flatMap(one -> one.verdicts().stream())
        .anyMatch(verdict -> verdict.finding() == Verdict.Finding.WORSE);
  }
}
