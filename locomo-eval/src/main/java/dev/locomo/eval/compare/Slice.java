package dev.locomo.eval.compare;

import dev.locomo.core.dataset.Category;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A set of categories that is tested.
 *
 * @param name {@code temporal}, or {@code categories 1-4} and {@code categories 1-5}
 * @param categories which
 * @param total whether it sums several up; totals and categories are families of tests of their own
 */
record Slice(String name, Set<Category> categories, boolean total) {

  /** Those that questions of these categories make up; no two are the same set of questions. */
  static List<Slice> of(Set<Category> present) {
    var slices = new ArrayList<Slice>();
    for (Category category : Category.values()) {
      if (present.contains(category)) {
        slices.add(new Slice(category.label(), EnumSet.of(category), false));
      }
    }
    boolean adversarial = present.contains(Category.ADVERSARIAL);
    if (!adversarial || present.size() > 1) {
      slices.add(
          new Slice(
              "categories 1-4", EnumSet.complementOf(EnumSet.of(Category.ADVERSARIAL)), true));
    }
    if (adversarial) {
      slices.add(new Slice("categories 1-5", EnumSet.allOf(Category.class), true));
    }
    return slices;
  }
}
