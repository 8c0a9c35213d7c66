package dev.locomo.eval.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A setting that is not the same in all contestants.
 *
 * @param name its name in {@code spec.json}, or {@code program} and {@code provider_models} of the
 *     manifest
 * @param values one a contestant, in their order; {@value #NONE} where it is not recorded
 */
public record SettingDifference(String name, List<String> values) {
  /** What stands for a setting that a contestant does not record. */
  public static final String NONE = "(not recorded)";

  public SettingDifference {
    values = List.copyOf(values);
  }

  /**
   * Every difference, by name. A run that does not record a setting differs from one that does; a
   * file of scores or answers, which records none, differs from nobody.
   */
  static List<SettingDifference> of(List<Contestant> contestants) {
    var names = new TreeSet<String>();
    contestants.forEach(c -> names.addAll(c.settings().keySet()));
    var differences = new ArrayList<SettingDifference>();
    for (String name : names) {
      var values = contestants.stream().map(c -> c.settings().getOrDefault(name, NONE)).toList();
      if (distinct(name, contestants) > 1) {
        differences.add(new SettingDifference(name, values));
      }
    }
    return differences;
  }

  private static long distinct(String name, List<Contestant> contestants) {
    return contestants.stream()
        .filter(c -> c.isRun() || c.settings().containsKey(name))
        .map(c -> c.settings().getOrDefault(name, NONE))
        .distinct()
        .count();
  }
}
