package dev.locomo.eval.stats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The percentile bootstrap over whole conversations (Efron and Tibshirani 1993, chapter 13; Davison
 * and Hinkley 1997, section 3.8). Values of one conversation stay together, so that what they share
 * widens the interval. The same values, in whatever order, give the same interval on every machine.
 *
 * <p>When all values are of one conversation its questions are drawn instead, and the name of the
 * method says so: such an interval is silent about other conversations.
 *
 * @param resamples how often to draw, at least 1
 * @param seed of the random sequence
 * @param level confidence level, strictly between 0 and 1
 */
public record ClusterBootstrap(int resamples, long seed, double level) {
  /** 10,000 resamples, level 95 %. */
  public static final ClusterBootstrap STANDARD = new ClusterBootstrap(10_000, 17_753, 0.95);

  public ClusterBootstrap {
    Interval.checkLevel(level);
    if (resamples < 1) {
      throw new IllegalArgumentException(
          "illegal number of resamples: " + resamples + ", must be at least 1");
    }
  }

  /**
   * The interval of a statistic that is a function of sums, such as the F1 of two pooled shares;
   * empty when there are no pieces. Conversations are drawn, or pieces where all are of one.
   *
   * @param pieces what was counted in each piece
   * @param statistic of the sums over the pieces drawn; finite
   */
  public Optional<Interval> pooled(List<Counts> pieces, ToDoubleFunction<double[]> statistic) {
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    var byCluster = new TreeMap<String, double[]>();
    pieces.forEach(
        piece -> byCluster.merge(piece.cluster(), piece.counts(), ClusterBootstrap::plus));
    boolean conversations = byCluster.size() > 1;
    var units =
        conversations
            ? List.copyOf(byCluster.values())
            : pieces.stream().map(Counts::counts).toList();
    var random = new SplitMix64(seed);
    var drawn = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      double[] sum = new double[units.getFirst().length];
      for (int n = 0; n < units.size(); n++) {
        sum = plus(sum, units.get(random.below(units.size())));
      }
      drawn[i] = statistic.applyAsDouble(sum);
    }
    Arrays.sort(drawn);
    return Optional.of(
        new Interval(
            quantile(drawn, tail()),
            quantile(drawn, 1 - tail()),
            level,
            (conversations ? "cluster" : "question") + "-bootstrap-percentile"));
  }

  /**
   * What was counted in one piece.
   *
   * @param cluster the conversation
   * @param counts as many in each piece
   */
  public record Counts(String cluster, double... counts) {}

  private static double[] plus(double[] one, double[] other) {
    double[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  private double tail() {
    return (1 - level) / 2;
  }

  /** By linear interpolation (type 7 of Hyndman and Fan 1996, the default of numpy). */
  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
