package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many questions each category has. */
public final class Counts {
  private final Map<Category, Integer> overrides;

  private Counts(Map<Category, Integer> overrides) {
    this.overrides = overrides;
  }

  /** Of the published data set: 282, 321, 96, 841 and 446. */
  public static Counts published() {
    return new Counts(Map.of());
  }

  /**
   * The same but for one category.
   *
   * @throws IllegalArgumentException when the count is below 1
   */
  public Counts with(Category category, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("illegal count: " + count + ", must be at least 1");
    }
    var changed = new TreeMap<Category, Integer>();
    changed.putAll(overrides);
    changed.put(category, count);
    return new Counts(changed);
  }

  /** The same, with counts that a table itself prints where none was given. */
  Counts orElse(Map<Category, Integer> printed) {
    var changed = new TreeMap<Category, Integer>();
    changed.putAll(printed);
    changed.putAll(overrides);
    return new Counts(changed);
  }

  int of(Category category) {
    return overrides.getOrDefault(category, category.published().questions());
  }

  int of(List<Category> categories) {
    return categories.stream().mapToInt(this::of).sum();
  }

  /**
   * Questions a perfect system gets right on the published key; all when that is not known. An
   * audit found 99 published answers wrong; the unanswerable ones were not audited.
   */
  int reachable(Category category) {
    boolean known = !overrides.containsKey(category);
    return of(category) - (known ? category.published().broken() : 0);
  }
}
