package dev.locomo.eval.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;

/**
 * The bias-corrected and accelerated bootstrap over whole conversations (Efron 1987), the
 * acceleration from leaving out one conversation at a time. It draws exactly what its percentile
 * bootstrap draws. Where the correction is undefined, which takes a statistic outside all its
 * resamples, the percentile interval is returned under its own name.
 *
 * @param base resamples, seed and level
 */
record BcaBootstrap(ClusterBootstrap base) {
  private static final NormalDistribution NORMAL = new NormalDistribution();

  /** The interval of the mean over all values; empty when there are none. */
  public Optional<Interval> micro(List<Clustered> values) {
    return macro(Clustered.ungrouped(values));
  }

  /** The interval of the mean over the groups' means; empty when there are no values. */
  public Optional<Interval> macro(List<Clustered> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(of(Units.of(values)));
  }

  private Interval of(Units units) {
    var means = base.sortedMeans(units);
    double bias = NORMAL.inverseCumulativeProbability(shareBelow(means, units.mean()));
    if (Double.isInfinite(bias)) {
      return base.interval(
          ClusterBootstrap.method(units.areConversations()), means, base.tail(), 1 - base.tail());
    }
    double acceleration = acceleration(units);
    return base.interval(
        "bca",
        means,
        adjusted(base.tail(), bias, acceleration),
        adjusted(1 - base.tail(), bias, acceleration));
  }

  // Ties count half, so that a constant has no bias; sums that are equal on paper may differ in
  // the last bits.
  private static double shareBelow(double[] means, double mean) {
    double slack = 1e-12 * Math.max(1, Math.abs(mean));
    long below = Arrays.stream(means).filter(m -> m < mean - slack).count();
    long notAbove = Arrays.stream(means).filter(m -> m <= mean + slack).count();
    return (below + notAbove) / (2.0 * means.length);
  }

  private static double acceleration(Units units) {
    var without = new double[units.size()];
    Arrays.setAll(without, units::meanWithout);
    double centre = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(m -> Math.pow(centre - m, 2)).sum();
    double cubes = Arrays.stream(without).map(m -> Math.pow(centre - m, 3)).sum();
    double acceleration = cubes / (6 * Math.pow(squares, 1.5));
    return Double.isNaN(acceleration) ? 0 : acceleration;
  }

  private static double adjusted(double p, double bias, double acceleration) {
    double z = bias + NORMAL.inverseCumulativeProbability(p);
    return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
  }
}
