package dev.locomo.eval.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A setting that is not the same in all runs compared.
 *
 * @param name its name in {@code spec.json}, or {@code program} and {@code provider_models} of the
 *     manifest
 * @param values one a run, in their order; {@value #NONE} where it is not recorded
 */
public record SettingDifference(String name, List<String> values) {
  /** What stands for a setting that a run does not record. */
  public static final String NONE = "(not recorded)";

  public SettingDifference {
    values = List.copyOf(values);
  }

  /**
   * Every difference, by name, between the settings of runs. A run that does not record a setting
   * differs from one that does; a file of scores or answers, which records none, differs from
   * nobody.
   */
  static List<SettingDifference> of(List<SortedMap<String, String>> runs) {
    var names = new TreeSet<String>();
    runs.forEach(settings -> names.addAll(settings.keySet()));
    var differences = new ArrayList<SettingDifference>();
    for (String name : names) {
      var values = runs.stream().map(c -> c.getOrDefault(name, NONE)).toList();
      if (distinct(name, runs) > 1) {
        differences.add(new SettingDifference(name, values));
      }
    }
    return differences;
  }

  private static long distinct(String name, List<SortedMap<String, String>> runs) {
    return runs.stream()
        .filter(c -> c.containsKey(ComparedRun.TASK) || c.containsKey(name))
        .map(c -> c.getOrDefault(name, NONE))
        .distinct()
        .count();
  }
}
