package dev.locomo.eval.stats;

import java.util.Optional;
import org.hipparchus.stat.interval.BinomialProportion;

/**
 * The score interval of a proportion, for right/wrong verdicts that may be taken as independent
 * (Wilson 1927; recommended for small n by Brown, Cai and DasGupta 2001). Without continuity
 * correction.
 */
public final class Wilson {
  private Wilson() {}

  /**
   * The interval of {@code successes / n}, within [0, 1].
   *
   * @param successes 0 to {@code n}
   * @param n number of trials; for 0 there is no interval
   * @param level confidence level, strictly between 0 and 1
   * @throws IllegalArgumentException when an argument is out of its range
   */
  public static Optional<Interval> interval(int successes, int n, double level) {
    Interval.checkLevel(level);
    if (successes < 0 || successes > n) {
      throw new IllegalArgumentException(
          "illegal count: " + successes + " of " + n + ", must be between 0 and the number asked");
    }
    return n == 0 ? Optional.empty() : Optional.of(ofSome(successes, n, level));
  }

  // The exact ends at 0 and n successes are 0 and 1; rounding would leave them off by 1e-17.
  private static Interval ofSome(int successes, int n, double level) {
    var found = BinomialProportion.getWilsonScoreInterval(n, (double) successes / n, level);
    double low = successes == 0 ? 0 : found.getLowerBound();
    double high = successes == n ? 1 : found.getUpperBound();
    return new Interval(low, high, level, "wilson");
  }
}
