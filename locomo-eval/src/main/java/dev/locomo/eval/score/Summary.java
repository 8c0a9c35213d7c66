package dev.locomo.eval.score;

import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.eval.score.Grouping.Cut;
import dev.locomo.eval.score.Grouping.Intervals;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One metric over all items: by slice and in total. Micro means weigh every item the same, macro
 * means every slice.
 *
 * @param metric name of the metric
 * @param about what it measures; may be empty
 * @param grouping what the slices and totals are
 * @param cuts slices by the name of their cut, then by their own; only those that were asked
 * @param totals micro means by their JSON member
 * @param macros means of means by their JSON member, and other means without denominators
 * @param apart slices of the first cut that no table adds to the others
 * @param clusters how many conversations the items with a value are of
 */
public record Summary(
    String metric,
    String about,
    Grouping grouping,
    Map<String, Map<String, Slice>> cuts,
    Map<String, Slice> totals,
    Map<String, Slice> macros,
    Set<String> apart,
    long clusters) {
  private static final double LEVEL = 0.95;

  /**
   * A mean with what belongs to it.
   *
   * @param tally its denominators; null where they are not known
   * @param mean empty when nothing was scored
   * @param interval 95 % interval of the mean; null when there is none
   */
  public record Slice(@Nullable Tally tally, OptionalDouble mean, @Nullable Interval interval) {
    /** Of no items. */
    public static final Slice NOTHING = new Slice(Tally.NONE, null);

    Slice(Tally tally, @Nullable Interval interval) {
      this(tally, tally.mean(), interval);
    }

    /** Items asked; 0 for a mean of means. */
    public int asked() {
      return tally == null ? 0 : tally.asked();
    }

    /** Items with a value; 0 for a mean of means. */
    public int scored() {
      return tally == null ? 0 : tally.scored();
    }
  }

  /**
   * Summarizes one metric. Every mean of values between 0 and 1 has the interval of {@link
   * ClusteredMean#scoreInterval}, every other one that of {@link ClusteredMean#unboundedInterval}.
   *
   * @param scores every item asked; may be empty
   */
  public static Summary of(MetricScores scores, Grouping grouping) {
    var cuts = new LinkedHashMap<String, Map<String, Slice>>();
    for (Cut cut : grouping.cuts()) {
      cuts.put(cut.by(), slices(scores, cut));
    }
    var totals = new LinkedHashMap<String, Slice>();
    var macros = new LinkedHashMap<String, Slice>();
    for (Total total : grouping.totals().reversed()) {
      var cut = grouping.cuts().isEmpty() ? null : grouping.cuts().getFirst();
      var rows =
          scores.rows().stream()
              .filter(r -> cut == null || counts(total, scores.apart(), r.item().slice(cut.by())))
              .toList();
      totals.put(total.member(), total(scores, rows, cut));
      if (cut != null && !total.macroMember().isEmpty()) {
        macros.put(total.macroMember(), macro(scores, rows, cut));
      }
    }
    long clusters = scores.clusters();
    return new Summary(
        scores.metric(), scores.about(), grouping, cuts, totals, macros, scores.apart(), clusters);
  }

  /** Whether a total sums a slice up. */
  public static boolean counts(Total total, Set<String> apart, String slice) {
    return total.has(slice) && !apart.contains(slice);
  }

  /** The slices that a total sums up: those with a value, in the order of reports. */
  public List<String> covered(Total total) {
    return slices().keySet().stream()
        .filter(name -> slice(name).scored() > 0 && counts(total, apart, name))
        .toList();
  }

  /**
   * The name of a total, by what it covers: its own where every slice that it is meant for has a
   * value, else which have one, or have none. Empty where another line or a slice says the same.
   */
  public String name(Total total) {
    if (!grouping.ordered()) {
      return total.name();
    }
    var named = named(total);
    boolean repeated =
        grouping.totals().stream()
            .takeWhile(earlier -> !earlier.equals(total))
            .anyMatch(earlier -> named(earlier).equals(named));
    var left = new ArrayList<>(grouping.cuts().getFirst().order());
    left.removeIf(slice -> !total.has(slice) || named.contains(slice));
    boolean few = left.size() < named.size() && named.size() > 4;
    String without = total.name() + " without " + String.join(", ", left);
    String part = few ? without : String.join(", ", named);
    return repeated || named.size() < 2 ? "" : left.isEmpty() ? total.name() : part;
  }

  /** What a total covers; where that is nothing, what was asked of it. */
  private List<String> named(Total total) {
    var covered = covered(total);
    return covered.isEmpty()
        ? slices().keySet().stream().filter(name -> counts(total, apart, name)).toList()
        : covered;
  }

  private String macroName(Total total) {
    String name = name(total);
    String part = name.isEmpty() ? "" : "macro of " + named(total).size();
    return name.equals(total.name()) ? total.macroName() : part;
  }

  /** The slices of the first cut, in the order of reports. */
  public Map<String, Slice> slices() {
    String by = grouping.cuts().isEmpty() ? "" : grouping.cuts().getFirst().by();
    return cuts.getOrDefault(by, Map.of());
  }

  /** A slice of the first cut; of no items when it was not asked. */
  public Slice slice(String name) {
    return slices().getOrDefault(name, Slice.NOTHING);
  }

  /** The metric's name in tables. */
  public String title() {
    return MetricScores.brief(metric);
  }

  /** The first total: of LoCoMo's questions categories 1 to 4. */
  public Slice headline() {
    return Objects.requireNonNull(totals.get(grouping.totals().getFirst().member()));
  }

  /** The last total: of all items. */
  public Slice overall() {
    return Objects.requireNonNull(totals.get(grouping.totals().getLast().member()));
  }

  /** Everything it holds of items that were asked, by the name in tables, in their order. */
  public Map<String, Slice> lines() {
    var lines = new LinkedHashMap<String, Slice>();
    Runnable sums =
        () ->
            grouping
                .totals()
                .forEach(t -> putIfThere(lines, name(t), shown(t, totals.get(t.member()))));
    if (grouping.totalsFirst()) {
      sums.run();
    }
    for (Cut cut : grouping.cuts()) {
      cuts.getOrDefault(cut.by(), Map.of())
          .forEach((name, slice) -> lines.put(cut.title().formatted(name), slice));
    }
    if (!grouping.totalsFirst()) {
      sums.run();
    }
    for (Total total : grouping.totals()) {
      putIfThere(lines, macroName(total), shown(total, macros.get(total.macroMember())));
    }
    grouping.further().forEach((member, name) -> putIfThere(lines, name, macros.get(member)));
    lines.values().removeIf(line -> line.tally() != null && line.asked() == 0);
    return lines;
  }

  /** A total with the counts of what its name says. */
  private @Nullable Slice shown(Total total, @Nullable Slice slice) {
    if (slice == null || name(total).equals(total.name())) {
      return slice;
    }
    var tallies = named(total).stream().map(name -> slice(name).tally()).filter(Objects::nonNull);
    Tally tally = tallies.reduce(Tally.NONE, (one, other) -> one.plus(other));
    return new Slice(tally, slice.mean(), slice.interval());
  }

  /** The total that covers most, by what it covers; a single slice under its own name. */
  public Map.Entry<String, Slice> widest() {
    var sizes =
        Comparator.<Total>comparingInt(total -> covered(total).size())
            .thenComparingInt(total -> named(total).size());
    Total most = Collections.max(grouping.totals(), sizes);
    var named = named(most);
    return named.size() == 1
        ? Map.entry(named.getFirst(), slice(named.getFirst()))
        : Map.entry(name(most), Objects.requireNonNull(shown(most, totals.get(most.member()))));
  }

  private static void putIfThere(Map<String, Slice> lines, String name, @Nullable Slice slice) {
    if (slice != null && !name.isEmpty()) {
      lines.put(name, slice);
    }
  }

  private static Map<String, Slice> slices(MetricScores scores, Cut cut) {
    var slices = new LinkedHashMap<String, Slice>();
    groups(scores.rows(), cut)
        .forEach((name, rows) -> {
          slices.put(
              name,
              new Slice(
                  tally(rows),
                  switch (cut.intervals()) {
                    case NONE -> null;
                    case OWN -> interval(scores, ClusteredMean.micro(values(rows, _ -> "")));
                  }));
        });
    return slices;
  }

  private static Map<String, List<ItemScore>> groups(List<ItemScore> rows, Cut cut) {
    var names = new LinkedHashSet<>(cut.order());
    rows.forEach(row -> names.add(row.item().slice(cut.by())));
    var groups = new LinkedHashMap<String, List<ItemScore>>();
    names.forEach(name -> groups.put(name, new ArrayList<>()));
    rows.forEach(row -> Objects.requireNonNull(groups.get(row.item().slice(cut.by()))).add(row));
    groups.values().removeIf(List::isEmpty);
    return groups;
  }

  private static Slice total(MetricScores scores, List<ItemScore> rows, @Nullable Cut cut) {
    Tally tally =
        cut != null && cut.intervals() == Intervals.NONE
            ? groups(rows, cut).values().stream()
                .map(Summary::tally)
                .reduce(Tally.NONE, (one, other) -> one.plus(other))
            : tally(rows);
    return new Slice(tally, interval(scores, ClusteredMean.micro(values(rows, _ -> ""))));
  }

  private static Tally tally(List<ItemScore> rows) {
    Tally tally = Tally.NONE;
    for (ItemScore row : rows) {
      tally = tally.plus(row.answered(), row.score());
    }
    return tally;
  }

  /** One rule for all means of a metric, by whether its values are between 0 and 1. */
  private static @Nullable Interval interval(MetricScores scores, Optional<ClusteredMean> mean) {
    return (scores.bounded()
            ? mean.map(m -> m.scoreInterval(LEVEL))
            : mean.flatMap(m -> m.unboundedInterval(LEVEL)))
        .orElse(null);
  }

  private static Slice macro(MetricScores scores, List<ItemScore> rows, Cut cut) {
    var means = Tally.macro(groups(rows, cut).values().stream().map(Summary::tally).toList());
    var mean = ClusteredMean.macro(values(rows, row -> row.item().slice(cut.by())));
    return new Slice(tally(rows), means, interval(scores, mean));
  }

  private static List<Clustered> values(List<ItemScore> rows, Function<ItemScore, String> group) {
    var values = new ArrayList<Clustered>();
    for (ItemScore row : rows) {
      if (row.score() instanceof Score.Scored(double value, _)) {
        values.add(new Clustered(row.item().cluster(), group.apply(row), value));
      }
    }
    return values;
  }
}
