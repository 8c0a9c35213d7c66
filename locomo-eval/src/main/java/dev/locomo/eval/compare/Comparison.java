package dev.locomo.eval.compare;

import dev.locomo.core.error.UserError;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Interval;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;

/**
 * Runs side by side under one metric, each against the first, the baseline.
 *
 * <p>Totals (categories 1-4 and 1-5, of every run) are one family of tests, single categories
 * another; Holm's correction holds the chance of any false alarm within a family at 5 %.
 *
 * @param contestants the baseline first
 * @param settings what differs between them
 * @param summaries the scores of each by itself, over all questions it has a value for
 * @param matches the runs after the first, against it
 * @param warnings sentences that belong to every figure here
 */
public record Comparison(
    List<Contestant> contestants,
    List<SettingDifference> settings,
    List<Summary> summaries,
    List<Match> matches,
    Set<String> warnings) {

  /**
   * One run against the baseline.
   *
   * @param run name of the run
   * @param pairs questions that both have a value for, those that differ most first
   * @param onlyBaseline questions that only the baseline has a value for; they are in no test
   * @param onlyRun questions that only the run has a value for; they are in no test
   * @param verdicts one a slice
   * @param macroDifference mean over the categories of the mean differences
   * @param macroInterval its 95 % interval
   */
  public record Match(
      String run,
      List<Pair> pairs,
      int onlyBaseline,
      int onlyRun,
      List<Verdict> verdicts,
      double macroDifference,
      Interval macroInterval) {

    /** The questions that differ, by how much. */
    public List<Pair> differing() {
      return pairs.stream().filter(p -> p.difference() != 0).toList();
    }
  }

  /**
   * Compares.
   *
   * @param contestants at least two, the baseline first
   * @throws UserError when there are fewer, or a run shares no scored question with the baseline
   */
  public static Comparison of(List<Contestant> contestants) {
    if (contestants.size() < 2) {
      throw new UserError("nothing to compare with", "two or more runs, the baseline first");
    }
    var versus =
        contestants.stream().skip(1).map(run -> Versus.of(contestants.getFirst(), run)).toList();
    return new Comparison(
        List.copyOf(contestants),
        SettingDifference.of(contestants.stream().map(Contestant::settings).toList()),
        contestants.stream().map(c -> Summary.of(c.metric(), c.rows())).toList(),
        matches(versus),
        warnings(contestants, versus));
  }

  private static List<Match> matches(List<Versus> versus) {
    var totals = family(versus, PairedTest::total);
    var categories = family(versus, t -> !t.total());
    var matches = new ArrayList<Match>();
    for (Versus v : versus) {
      var verdicts = new ArrayList<Verdict>();
      for (PairedTest test : v.tests()) {
        verdicts.add((test.total() ? totals : categories).removeFirst());
      }
      matches.add(
          new Match(
              v.run(),
              v.pairs(),
              v.onlyBaseline(),
              v.onlyRun(),
              List.copyOf(verdicts),
              v.macroDifference(),
              v.macroInterval()));
    }
    return matches;
  }

  private static List<Verdict> family(List<Versus> versus, Predicate<PairedTest> member) {
    return new ArrayList<>(
        Verdict.of(versus.stream().flatMap(v -> v.tests().stream()).filter(member).toList()));
  }

  private static Set<String> warnings(List<Contestant> contestants, List<Versus> versus) {
    var warnings = new LinkedHashSet<String>();
    otherData(contestants.stream().map(Contestant::settings).toList()).ifPresent(warnings::add);
    for (Versus v : versus) {
      if (v.onlyBaseline() + v.onlyRun() > 0) {
        warnings.add(
            "%s: %d questions are paired; %d scored in the baseline alone and %d in the run alone are in no test."
                .formatted(v.run(), v.pairs().size(), v.onlyBaseline(), v.onlyRun()));
      }
      v.fewClusters().ifPresent(warnings::add);
    }
    return warnings;
  }

  /** The caution due when contestants record different data sets. */
  static Optional<String> otherData(List<SortedMap<String, String>> settings) {
    long data =
        settings.stream()
            .map(s -> s.get("data_sha256"))
            .filter(Objects::nonNull)
            .distinct()
            .count();
    return data > 1
        ? Optional.of("The runs were asked about different data; questions of one id may differ.")
        : Optional.empty();
  }

  /** Whether a run is significantly worse than the baseline in any slice. */
  public boolean anyWorse() {
    return matches.stream()
        .flatMap(m -> m.verdicts().stream())
        .anyMatch(v -> v.finding() == Verdict.Finding.WORSE);
  }
}
