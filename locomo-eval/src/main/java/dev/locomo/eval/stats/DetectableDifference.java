package dev.locomo.eval.stats;

import java.util.List;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.hipparchus.distribution.RealDistribution;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * The smallest true difference of two means that a two-sided test would notice with the stated
 * power (Bloom 1995): the standard error of the difference times the sum of two quantiles.
 *
 * @param level confidence level, strictly between 0 and 1
 * @param power chance of noticing, strictly between 0 and 1
 */
public record DetectableDifference(double level, double power) {
  /** Level 95 %, power 80 %. */
  public static final DetectableDifference STANDARD = new DetectableDifference(0.95, 0.8);

  public DetectableDifference {
    Interval.checkLevel(level);
    Interval.checkLevel(power);
  }

  /**
   * Of two proportions near {@code p}, each on {@code n} questions of its own.
   *
   * @throws IllegalArgumentException unless {@code p} is between 0 and 1 and {@code n} positive
   */
  public double unpaired(double p, int n) {
    if (!(p >= 0 && p <= 1) || n < 1) {
      throw new IllegalArgumentException("illegal proportion " + p + " of " + n);
    }
    return quantiles(new NormalDistribution()) * Math.sqrt(2 * p * (1 - p) / n);
  }

  /** Of two systems on the same questions, taken as independent; empty below two questions. */
  public OptionalDouble paired(List<Paired> pairs) {
    if (pairs.size() < 2) {
      return OptionalDouble.empty();
    }
    var differences = new StreamingStatistics();
    pairs.forEach(pair -> differences.addValue(pair.difference()));
    double error = differences.getStandardDeviation() / Math.sqrt(pairs.size());
    return OptionalDouble.of(quantiles(new NormalDistribution()) * error);
  }

  /**
   * Of two systems on the same questions, the conversations being what was sampled: the
   * cluster-robust standard error with its correction {@code k/(k-1)}, and Student's t with {@code
   * k-1} degrees of freedom. Empty below two conversations.
   */
  public OptionalDouble clustered(List<Paired> pairs) {
    double mean = pairs.stream().mapToDouble(Paired::difference).average().orElse(0);
    var residuals = new TreeMap<String, Double>();
    pairs.forEach(p -> residuals.merge(p.cluster(), p.difference() - mean, Double::sum));
    int k = residuals.size();
    if (k < 2) {
      return OptionalDouble.empty();
    }
    double squares = residuals.values().stream().mapToDouble(r -> r * r).sum();
    double error = Math.sqrt(squares * k / (k - 1)) / pairs.size();
    return OptionalDouble.of(quantiles(new TDistribution(k - 1)) * error);
  }

  private double quantiles(RealDistribution distribution) {
    return distribution.inverseCumulativeProbability((1 + level) / 2)
        + distribution.inverseCumulativeProbability(power);
  }
}
