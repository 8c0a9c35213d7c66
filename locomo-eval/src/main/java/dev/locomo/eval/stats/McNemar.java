package dev.locomo.eval.stats;

import java.util.List;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.hipparchus.special.Beta;

/**
 * McNemar's test of two systems on the same right/wrong questions. Only the questions on which they
 * differ count; it takes questions as independent.
 *
 * @param onlyFirst questions that only the first system got right, at least 0
 * @param onlySecond questions that only the second got right, at least 0
 */
public record McNemar(int onlyFirst, int onlySecond) {
  public McNemar {
    if (onlyFirst < 0 || onlySecond < 0) {
      throw new IllegalArgumentException("illegal counts: " + onlyFirst + ", " + onlySecond);
    }
  }

  /**
   * Counts the pairs.
   *
   * @throws IllegalArgumentException when a value is neither 0 nor 1
   */
  public static McNemar of(List<Paired> pairs) {
    int onlyFirst = 0;
    int onlySecond = 0;
    for (var pair : pairs) {
      boolean first = right(pair.first());
      boolean second = right(pair.second());
      onlyFirst += first && !second ? 1 : 0;
      onlySecond += second && !first ? 1 : 0;
    }
    return new McNemar(onlyFirst, onlySecond);
  }

  private static boolean right(double value) {
    if (value != 0 && value != 1) {
      throw new IllegalArgumentException("illegal value: " + value + ", must be 0 or 1");
    }
    return value == 1;
  }

  /** The exact conditional test; 1 when the systems never differ. */
  public PValue exact() {
    return new PValue(Math.min(1, twiceTail()), "mcnemar-exact");
  }

  /** Half the probability of what was seen taken off, less conservative (Fagerland et al. 2013). */
  public PValue midP() {
    double p = twiceTail() - new BinomialDistribution(differing(), 0.5).probability(fewer());
    return new PValue(Math.clamp(p, 0, 1), "mcnemar-mid-p");
  }

  // P(X <= k) of a fair coin is P(X >= n - k); as a beta integral it keeps its digits when tiny,
  // which the library's 1 - P(X > k) does not.
  private double twiceTail() {
    int n = differing();
    return n == 0 ? 2 : 2 * Beta.regularizedBeta(0.5, n - fewer(), fewer() + 1);
  }

  private int differing() {
    return Math.addExact(onlyFirst, onlySecond);
  }

  private int fewer() {
    return Math.min(onlyFirst, onlySecond);
  }
}
