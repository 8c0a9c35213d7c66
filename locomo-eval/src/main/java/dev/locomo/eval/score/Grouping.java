package dev.locomo.eval.score;

import static java.util.stream.Collectors.toMap;

import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.core.profile.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the items of a data set are grouped in reports. It is data: another benchmark, or another
 * task, brings its own.
 *
 * @param totalsFirst whether totals stand above the slices
 * @param cuts by what the items are cut into slices; macro means are over the slices of the first
 * @param totals what is summed up, the headline first and the whole last; at least one
 * @param further other means that a summary may hold, JSON member to name
 * @param narrow names of slices and totals in narrow columns, with line feeds, where they differ
 */
public record Grouping(
    boolean totalsFirst,
    List<Cut> cuts,
    List<Total> totals,
    Map<String, String> further,
    Map<String, String> narrow) {
  /** Where the intervals of slices come from. */
  public enum Intervals {
    /** Those of their means. */
    OWN,
    /** None: each slice is one conversation, and totals add up the sums of the slices. */
    NONE
  }

  /**
   * One way to cut.
   *
   * @param by name of the slice, see {@link dev.locomo.core.dataset.Item#slice}
   * @param title of a slice in tables; {@code %s} is its name
   * @param order names in the order of reports; empty for the order of the items
   * @param intervals of the slices
   */
  public record Cut(String by, String title, List<String> order, Intervals intervals) {}

  /** Whether the slices of the first cut are known beforehand, as categories are. */
  boolean ordered() {
    return !cuts.isEmpty() && !cuts.getFirst().order().isEmpty();
  }

  /** A slice's or total's name in a narrow column, with line feeds. */
  public String brief(String name) {
    return narrow.getOrDefault(name, name.replaceFirst("([- ])", "$1\n"));
  }

  /** The whole without slices. */
  public static final Grouping WHOLE =
      new Grouping(
          true,
          List.of(),
          List.of(new Total("all", "overall", "", "", Set.of())),
          Map.of(),
          Map.of());

  /** The questions of a benchmark: its categories, what else it is cut by, its totals. */
  public static Grouping of(BenchmarkProfile profile) {
    var cuts = new ArrayList<Cut>();
    var labels = profile.categories().stream().map(Category::label).toList();
    cuts.add(new Cut("category", "%s", labels, Intervals.OWN));
    profile.slices().forEach(by -> cuts.add(new Cut(by, "%s", List.of(), Intervals.OWN)));
    var narrow = profile.categories().stream().collect(toMap(Category::label, Category::narrow));
    return new Grouping(false, cuts, profile.totals(), Map.of(), narrow);
  }

  /** The same by the first cut alone, for lines that tell nothing else of a question. */
  public Grouping byFirstCut() {
    return new Grouping(totalsFirst, cuts.subList(0, 1), totals, further, narrow);
  }

  /** That of the benchmark whose questions were scored. */
  public static Grouping of(MetricScores scores) {
    return of(MetricScores.profile(scores.rows()));
  }
}
