package dev.locomo.eval.score;

import dev.locomo.core.dataset.Category;
import java.util.Arrays;
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
 */
public record Grouping(
    boolean totalsFirst, List<Cut> cuts, List<Total> totals, Map<String, String> further) {
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

  /**
   * A total.
   *
   * @param name in tables
   * @param member in JSON
   * @param macroName name of the mean over its slices in tables; empty where there is none
   * @param macroMember of that mean in JSON
   * @param of the slices of the first cut that it sums up; empty for all
   */
  public record Total(
      String name, String member, String macroName, String macroMember, Set<String> of) {
    /** Whether it is meant to sum the slice up. */
    public boolean has(String slice) {
      return of.isEmpty() || of.contains(slice);
    }
  }

  /** Whether the slices of the first cut are known beforehand, as categories are. */
  boolean ordered() {
    return !cuts.isEmpty() && !cuts.getFirst().order().isEmpty();
  }

  /** The whole without slices. */
  public static final Grouping WHOLE =
      new Grouping(
          true, List.of(), List.of(new Total("all", "overall", "", "", Set.of())), Map.of());

  /**
   * LoCoMo's questions: five categories, the total over categories 1 to 4 (what most harnesses call
   * overall) and over 1 to 5 (what the paper calls overall).
   */
  public static final Grouping LOCOMO =
      new Grouping(
          false,
          List.of(new Cut("category", "%s", labels(5), Intervals.OWN)),
          List.of(
              new Total(
                  "categories 1-4",
                  "categories_1_4",
                  "macro 1-4",
                  "macro_1_4",
                  Set.copyOf(labels(4))),
              new Total("categories 1-5", "overall", "macro 1-5", "macro", Set.of())),
          Map.of());

  private static List<String> labels(int first) {
    return Arrays.stream(Category.values()).limit(first).map(Category::label).toList();
  }
}
