package dev.locomo.eval.stats;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Agreement of judges on nominal verdicts, corrected for what chance alone gives, and of orders.
 */
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

  /**
   * Agreement of two orders of the same things (Kendall, Biometrika 1945): tau-b, which allows for
   * ties on either side, in [-1, 1]: 1 for the same order, -1 for the opposite one.
   *
   * @param first keys of the things, by which they are ordered
   * @param second keys of the same things in the same order, as many
   * @return empty for fewer than two things, and when all keys of a side are equal
   */
  public static OptionalDouble tauB(List<Double> first, List<Double> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "illegal lists: " + first.size() + " and " + second.size() + " keys");
    }
    long agreeing = 0;
    long untiedFirst = 0;
    long untiedSecond = 0;
    for (int i = 0; i < first.size(); i++) {
      for (int j = i + 1; j < first.size(); j++) {
        int a = first.get(i).compareTo(first.get(j));
        int b = second.get(i).compareTo(second.get(j));
        agreeing += (long) Integer.signum(a) * Integer.signum(b);
        untiedFirst += a == 0 ? 0 : 1;
        untiedSecond += b == 0 ? 0 : 1;
      }
    }
    return untiedFirst == 0 || untiedSecond == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(agreeing / Math.sqrt((double) untiedFirst * untiedSecond));
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

  /**
   * How steady repeated verdicts are: the noise of a judge, or of a system, apart from sampling
   * error.
   *
   * @param repeated items with at least two verdicts; the others say nothing
   * @param flipped those of them whose verdicts are not all the same
   */
  public record Flips(int repeated, int flipped) {
    public Flips {
      if (flipped < 0 || flipped > repeated) {
        throw new IllegalArgumentException("illegal flips: " + flipped + " of " + repeated);
      }
    }

    /** Counts over the verdicts that each item got. */
    public static <V> Flips of(Collection<List<V>> items) {
      var repeated = items.stream().filter(item -> item.size() > 1).toList();
      long flipped = repeated.stream().filter(item -> new HashSet<>(item).size() > 1).count();
      return new Flips(repeated.size(), Math.toIntExact(flipped));
    }

    /** Share of the repeated items that flipped, 0 to 1; it grows with the number of repeats. */
    public OptionalDouble rate() {
      return repeated == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) flipped / repeated);
    }

    /** The Wilson interval of the rate; empty when nothing was repeated. */
    public Optional<Interval> interval(double level) {
      return Wilson.interval(flipped, repeated, level);
    }
  }
}
