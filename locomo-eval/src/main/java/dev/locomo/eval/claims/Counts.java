package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How many questions each category has. */
public final class Counts {
  // Questions and, among them, those whose published answer an audit found wrong (99 in all; the
  // adversarial ones were not audited).
  private static final Map<Category, List<Integer>> PUBLISHED =
      Map.of(
          Category.MULTI_HOP, List.of(282, 28),
          Category.TEMPORAL, List.of(321, 26),
          Category.OPEN_DOMAIN, List.of(96, 9),
          Category.SINGLE_HOP, List.of(841, 36),
          Category.ADVERSARIAL, List.of(446, 0));

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
    var changed = new EnumMap<Category, Integer>(Category.class);
    changed.putAll(overrides);
    changed.put(category, count);
    return new Counts(changed);
  }

  /** The same, with counts that a table itself prints where none was given. */
  Counts orElse(Map<Category, Integer> printed) {
    var changed = new EnumMap<Category, Integer>(Category.class);
    changed.putAll(printed);
    changed.putAll(overrides);
    return new Counts(changed);
  }

  int of(Category category) {
    return overrides.getOrDefault(category, published(category).getFirst());
  }

  int of(List<Category> categories) {
    return categories.stream().mapToInt(this::of).sum();
  }

  /** Questions a perfect system gets right on the published key; all when that is not known. */
  int reachable(Category category) {
    boolean known = !overrides.containsKey(category);
    return of(category) - (known ? published(category).getLast() : 0);
  }

  private static List<Integer> published(Category category) {
    return Objects.requireNonNull(PUBLISHED.get(category));
  }
}
