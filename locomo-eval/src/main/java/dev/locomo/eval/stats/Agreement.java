package dev.locomo.eval.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Agreement between judges on nominal verdicts, corrected for what chance alone gives. */
public final class Agreement {
  private Agreement() {}

  /**
   * Cohen's kappa of two judges (Cohen 1960), -1 to 1. Empty without verdicts, and when both judges
   * only ever gave one and the same verdict, for then chance explains everything.
   *
   * @param first verdicts of the first judge
   * @param second verdicts of the second judge on the same items, in the same order
   * @throws IllegalArgumentException when the lists differ in length
   */
  public static <V> OptionalDouble kappa(List<V> first, List<V> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "illegal verdicts: %d and %d items".formatted(first.size(), second.size()));
    }
    double n = first.size();
    int same = 0;
    for (int i = 0; i < first.size(); i++) {
      same += first.get(i).equals(second.get(i)) ? 1 : 0;
    }
    return corrected(same / n, chance(counts(first), counts(second)) / (n * n));
  }

  private static <V> double chance(Map<V, Integer> first, Map<V, Integer> second) {
    double products = 0;
    for (var entry : first.entrySet()) {
      products += (double) entry.getValue() * second.getOrDefault(entry.getKey(), 0);
    }
    return products;
  }

  /**
   * Krippendorff's alpha for nominal data (Krippendorff 2011), any number of judges, missing
   * verdicts allowed. Empty when no item has two verdicts, and when all verdicts that can be
   * compared are the same.
   *
   * @param items the verdicts each item got; an item with fewer than two is left out
   */
  public static <V> OptionalDouble alpha(Collection<List<V>> items) {
    var values = new HashMap<V, Integer>();
    double agreeing = 0;
    double n = 0;
    for (var item : items) {
      if (item.size() > 1) {
        counts(item).forEach((value, count) -> values.merge(value, count, Integer::sum));
        agreeing += orderedPairs(counts(item).values()) / (item.size() - 1);
        n += item.size();
      }
    }
    return corrected(agreeing / n, orderedPairs(values.values()) / (n * (n - 1)));
  }

  private static double orderedPairs(Collection<Integer> counts) {
    return counts.stream().mapToDouble(c -> (double) c * (c - 1)).sum();
  }

  private static <V> Map<V, Integer> counts(List<V> verdicts) {
    var counts = new HashMap<V, Integer>();
    verdicts.forEach(verdict -> counts.merge(verdict, 1, Integer::sum));
    return counts;
  }

  private static OptionalDouble corrected(double observed, double expected) {
    double corrected = (observed - expected) / (1 - expected);
    return Double.isFinite(corrected) ? OptionalDouble.of(corrected) : OptionalDouble.empty();
  }
}
