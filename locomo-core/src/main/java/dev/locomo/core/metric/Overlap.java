package dev.locomo.core.metric;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * How much of two bags is in both.
 *
 * @param common size of the intersection, repeats counted
 * @param predicted size of the prediction's bag
 * @param gold size of the gold answer's bag
 */
record Overlap(int common, int predicted, int gold) {
  private static final double EPSILON = 1e-8;

  static <T> Overlap of(Collection<T> predicted, Collection<T> gold) {
    var left = new HashMap<T, Integer>();
    for (T one : gold) {
      left.merge(one, 1, Integer::sum);
    }
    int common = 0;
    for (T one : predicted) {
      Integer n = left.get(one);
      if (n != null && n > 0) {
        left.put(one, n - 1);
        common++;
      }
    }
    return new Overlap(common, predicted.size(), gold.size());
  }

  /** All runs of {@code n} tokens in order, as views; none when there are fewer tokens. */
  static <T> List<List<T>> runs(List<T> tokens, int n) {
    var runs = new ArrayList<List<T>>(Math.max(0, tokens.size() - n + 1));
    for (int i = 0; i + n <= tokens.size(); i++) {
      runs.add(tokens.subList(i, i + n));
    }
    return runs;
  }

  double precision() {
    return (double) common / predicted;
  }

  double recall() {
    return (double) common / gold;
  }

  /** Harmonic mean of precision and recall; 0 without overlap, also when both bags are empty. */
  double f1() {
    return common == 0 ? 0 : 2 * precision() * recall() / (precision() + recall());
  }

  /** The same with 1e-8 added to the denominator, as the package {@code rouge} does. */
  double smoothedF1() {
    return common == 0 ? 0 : 2.0 * ((precision() * recall()) / (precision() + recall() + EPSILON));
  }

  Score.Scored scoredF1(String unit) {
    return new Score.Scored(f1(), why(unit));
  }

  String why(String unit) {
    return common + " " + unit + " in common; prediction " + predicted + ", gold " + gold;
  }
}
