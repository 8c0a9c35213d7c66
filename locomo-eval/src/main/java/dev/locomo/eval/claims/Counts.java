package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.Category;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Errata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many questions each category has, and how many of them a wrong key. */
public final class Counts {
  private final Map<Category, CorrectedKey.Ceiling> known;
  private final Map<Category, Integer> overrides;
  private final String audit;

  private Counts(
      Map<Category, CorrectedKey.Ceiling> known, Map<Category, Integer> overrides, String audit) {
    this.known = known;
    this.overrides = overrides;
    this.audit = audit;
  }

  /**
   * Of the published data set: 282, 321, 96, 841 and 446. A public audit found 99 published answers
   * wrong; the unanswerable ones were not audited.
   */
  public static Counts published() {
    var known = new TreeMap<Category, CorrectedKey.Ceiling>();
    for (Category category : Labels.CATEGORIES) {
      var published = category.published();
      known.put(category, new CorrectedKey.Ceiling(published.questions(), published.broken()));
    }
    return new Counts(known, Map.of(), "a public audit");
  }

  /**
   * Of a data set, its wrong keys by an overlay.
   *
   * @throws DataError when the data has other categories than LoCoMo's, or the overlay is of other
   *     data
   */
  public static Counts of(Dataset data, Errata errata) {
    if (!data.profile().isLocomo()) {
      throw new DataError(
          data.file(), "", "is " + data.profile().name() + "; expected categories of LoCoMo");
    }
    var key = new CorrectedKey(data, errata);
    var known = new TreeMap<Category, CorrectedKey.Ceiling>();
    for (Category category : Labels.CATEGORIES) {
      known.put(
          category,
          key.ceiling(data.questions().filter(q -> q.category().index() == category.index())));
    }
    return new Counts(known, Map.of(), "overlay " + errata.name());
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
    var changed = new TreeMap<>(overrides);
    changed.put(category, count);
    return new Counts(known, changed, audit);
  }

  /** The same, with counts that a table itself prints where none was given. */
  Counts orElse(Map<Category, Integer> printed) {
    var changed = new TreeMap<>(printed);
    changed.putAll(overrides);
    return new Counts(known, changed, audit);
  }

  int of(Category category) {
    return overrides.getOrDefault(category, ceiling(category).asked());
  }

  int of(List<Category> categories) {
    return categories.stream().mapToInt(this::of).sum();
  }

  /** Questions a perfect system gets right on the published key; all when that is not known. */
  int reachable(Category category) {
    return of(category) - (overrides.containsKey(category) ? 0 : ceiling(category).broken());
  }

  /** Who says which keys are wrong, in words. */
  String audit() {
    return audit;
  }

  private CorrectedKey.Ceiling ceiling(Category category) {
    return known.getOrDefault(category, new CorrectedKey.Ceiling(0, 0));
  }
}
