package dev.locomo.eval.stats;

import java.util.List;
import java.util.OptionalDouble;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/** How large a difference is, apart from how sure one is of it (Cohen 1988). */
public final class EffectSize {
  private EffectSize() {}

  /**
   * Cohen's h of two proportions, first minus second on the arcsine scale, -pi to pi. Cohen calls
   * 0.2 small, 0.5 medium, 0.8 large.
   *
   * @throws IllegalArgumentException when a proportion is not between 0 and 1
   */
  public static double cohensH(double first, double second) {
    return angle(first) - angle(second);
  }

  private static double angle(double proportion) {
    if (!(proportion >= 0 && proportion <= 1)) {
      throw new IllegalArgumentException(
          "illegal proportion: " + proportion + ", must be between 0 and 1");
    }
    return 2 * Math.asin(Math.sqrt(proportion));
  }

  /**
   * Cohen's d of paired values: the mean difference in standard deviations of the difference (also
   * called d_z). Empty for fewer than two pairs and when all differences are equal.
   */
  public static OptionalDouble pairedD(List<Paired> pairs) {
    var differences = new StreamingStatistics();
    pairs.forEach(pair -> differences.addValue(pair.difference()));
    double d = differences.getMean() / differences.getStandardDeviation();
    return Double.isFinite(d) ? OptionalDouble.of(d) : OptionalDouble.empty();
  }
}
