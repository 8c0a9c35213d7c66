package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.UnaryOperator;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A mean whose values hang together within conversations, and how sure it is.
 *
 * <p>The variance is cluster-robust with each conversation's residual corrected for its own weight
 * (CR2 of Bell and McCaffrey 2002), and goes with Student's t of the effective number of
 * conversations less one (Kish 1965), so that few or unequal conversations widen it. The intervals
 * never fall below what as many independent questions would give. Coverage of each, found by
 * simulation, is in {@code docs/statistics.md}.
 */
public final class ClusteredMean {
  /** Name of {@link #scoreInterval}'s method. */
  public static final String SCORE = "wilson-clustered";

  /** Name of its method within one conversation, of which it speaks alone. */
  public static final String ONE_CONVERSATION = "wilson-one-conversation";

  /** Below it a standard error is what rounding left of 0. */
  private static final double SAME = 1e-12;

  private static final String PAIRED = "paired-clustered-t";
  private static final String PAIRED_ONE = "paired-one-conversation";

  private final double mean;
  private final int clusters;
  private final double variance;
  private final double degreesOfFreedom;
  private final List<Group> groups;

  /** How much of the mean is of each group; for a mean of means one over their number. */
  private final List<Double> parts;

  /** Values of one category: how many, their sum and their sum of squares. */
  private record Group(int n, double sum, double squares) {
    double mean() {
      return sum / n;
    }

    /** Variance of the mean of differences in [-1, 1], one of each sign added (Bonett 2012). */
    double differenceVariance() {
      double n2 = n + 2;
      return ((squares + 2) / n2 - sum / n2 * (sum / n2)) / n2;
    }
  }

  private ClusteredMean(List<Clustered> sorted, UnaryOperator<List<Double>> weigh) {
    var byGroup = new TreeMap<String, Group>();
    for (var one : sorted) {
      var value = new Group(1, one.value(), one.value() * one.value());
      byGroup.merge(one.group(), value, ClusteredMean::plus);
    }
    groups = List.copyOf(byGroup.values());
    var means = groups.stream().map(Group::mean).toList();
    parts = weigh.apply(means);
    mean = over((part, group) -> part * group.mean());
    double all = over((part, _) -> part);
    var names = List.copyOf(byGroup.keySet());
    var residuals = new TreeMap<String, Double>();
    var weights = new TreeMap<String, Double>();
    for (var one : sorted) {
      var group = Objects.requireNonNull(byGroup.get(one.group()));
      double weight = parts.get(names.indexOf(one.group())) / group.n();
      residuals.merge(one.cluster(), weight * (one.value() - group.mean()), Double::sum);
      weights.merge(one.cluster(), weight / all, Double::sum);
    }
    clusters = weights.size();
    variance = clusters < 2 ? 0 : robust(residuals, weights);
    degreesOfFreedom = degreesOfFreedom(weights);
  }

  private double over(ToDoubleBiFunction<Double, Group> of) {
    double sum = 0;
    for (int i = 0; i < groups.size(); i++) {
      sum += of.applyAsDouble(parts.get(i), groups.get(i));
    }
    return sum;
  }

  private static Group plus(Group one, Group other) {
    return new Group(one.n + other.n, one.sum + other.sum, one.squares + other.squares);
  }

  static double robust(Map<String, Double> residuals, Map<String, Double> weights) {
    double sum = 0;
    for (var residual : residuals.entrySet()) {
      double share = weights.getOrDefault(residual.getKey(), 0.0);
      sum += residual.getValue() * residual.getValue() / (1 - share);
    }
    return sum;
  }

  static double degreesOfFreedom(Map<String, Double> weights) {
    return Math.max(1, 1 / weights.values().stream().mapToDouble(a -> a * a).sum() - 1);
  }

  /**
   * Of all values alike.
   *
   * @return empty when there are none
   */
  public static Optional<ClusteredMean> micro(List<Clustered> values) {
    return macro(values.stream().map(v -> new Clustered(v.cluster(), v.value())).toList());
  }

  /**
   * The mean over the categories of the category's mean.
   *
   * @return empty when there are no values
   */
  public static Optional<ClusteredMean> macro(List<Clustered> values) {
    return of(values, means -> Collections.nCopies(means.size(), 1.0 / means.size()));
  }

  /**
   * The F1 of two shares, the means of two categories; {@code F = 2pr/(p+r)} is the sum of both,
   * each times its derivative, by which it counts.
   *
   * @param values 0 or 1
   * @return empty when a category has none
   */
  public static Optional<ClusteredMean> f1(List<Clustered> values) {
    return of(values, ClusteredMean::harmonic).filter(mean -> mean.groups.size() == 2);
  }

  private static List<Double> harmonic(List<Double> means) {
    double p = means.getFirst();
    double r = means.getLast();
    double both = (p + r) * (p + r);
    return both == 0 ? List.of(0.5, 0.5) : List.of(2 * r * r / both, 2 * p * p / both);
  }

  private static Optional<ClusteredMean> of(
      List<Clustered> values, UnaryOperator<List<Double>> weigh) {
    // The order of the input must not change the last bit of a result.
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.isEmpty() ? Optional.empty() : Optional.of(new ClusteredMean(sorted, weigh));
  }

  /** The mean itself. */
  public double mean() {
    return mean;
  }

  /** How many conversations have a value. */
  public int clusters() {
    return clusters;
  }

  /** The cluster-robust standard error; empty for one conversation, which does not tell. */
  public OptionalDouble standardError() {
    return clusters < 2 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(variance));
  }

  /**
   * The interval of a mean of scores between 0 and 1: Wilson's, with the questions counted for what
   * they are worth. Within [0, 1] and never a point. Of one conversation it is plain Wilson and
   * says nothing about other conversations.
   *
   * @param level confidence level, strictly between 0 and 1
   */
  public Interval scoreInterval(double level) {
    Interval.checkLevel(level);
    double z = normal((1 + level) / 2);
    double q = mean * (1 - mean);
    double c = z * z * over((part, g) -> part * part / g.n());
    if (q > 1e-15) {
      double own = over((part, g) -> part * part * g.mean() * (1 - g.mean()) / g.n());
      c = Math.max(c, z * z * own / q);
      if (clusters > 1) {
        double t = student((1 + level) / 2);
        c = Math.max(c, t * t * variance / q);
      }
    }
    return wilson(mean, c, level, clusters == 1 ? ONE_CONVERSATION : SCORE);
  }

  /** Wilson's interval with {@code c = z^2/n} as a real number. */
  static Interval wilson(double mean, double c, double level, String method) {
    double q = mean * (1 - mean);
    double half = Math.sqrt(Math.max(0, c * q + c * c / 4));
    double low = mean <= 1e-15 ? 0 : Math.max(0, (mean + c / 2 - half) / (1 + c));
    double high = mean >= 1 - 1e-15 ? 1 : Math.min(1, (mean + c / 2 + half) / (1 + c));
    return new Interval(low, high, level, method);
  }

  /**
   * The interval of a mean of paired differences in [-1, 1]; never a point, even of equal runs.
   *
   * @param level confidence level, strictly between 0 and 1
   */
  public Interval differenceInterval(double level) {
    Interval.checkLevel(level);
    double half = normal((1 + level) / 2) * Math.sqrt(pairedVariance());
    if (clusters > 1) {
      half = Math.max(half, student((1 + level) / 2) * Math.sqrt(variance));
    }
    return new Interval(
        Math.max(-1, mean - half),
        Math.min(1, mean + half),
        level,
        clusters == 1 ? PAIRED_ONE : PAIRED);
  }

  /**
   * The interval of a mean of values that have no bounds, by Student's t.
   *
   * @param level confidence level, strictly between 0 and 1
   * @return empty for one conversation
   */
  public Optional<Interval> unboundedInterval(double level) {
    Interval.checkLevel(level);
    double half = clusters < 2 ? 0 : student((1 + level) / 2) * Math.sqrt(variance);
    return half == 0
        ? Optional.empty()
        : Optional.of(new Interval(mean - half, mean + half, level, "clustered-t"));
  }

  /**
   * How likely a mean difference as far from 0 is where there is none; below 0.05 just when {@link
   * #differenceInterval} at 95 % leaves 0 out.
   *
   * @return between 0 and 1
   */
  public PValue differenceTest() {
    double p =
        2
            * (1
                - new NormalDistribution()
                    .cumulativeProbability(Math.abs(mean) / Math.sqrt(pairedVariance())));
    if (clusters > 1 && variance > 0) {
      var t = new TDistribution(degreesOfFreedom);
      p = Math.max(p, 2 * (1 - t.cumulativeProbability(Math.abs(mean) / Math.sqrt(variance))));
    }
    return new PValue(Math.min(1, p), clusters == 1 ? PAIRED_ONE : PAIRED);
  }

  private double pairedVariance() {
    double k = groups.size();
    return groups.stream().mapToDouble(Group::differenceVariance).sum() / (k * k);
  }

  /**
   * Whether a difference may be taken as none (two one-sided tests; Schuirmann 1987): below 0.05
   * the 90 % interval lies within the bound on both sides.
   *
   * @param bound the largest difference that would not matter, above 0
   * @return the p value; empty for one conversation
   */
  public OptionalDouble equivalence(double bound) {
    if (clusters < 2) {
      return OptionalDouble.empty();
    }
    double room = bound - Math.abs(mean);
    double error = Math.sqrt(variance);
    double byConversation =
        error == 0
            ? (room > 0 ? 0 : 1)
            : 1 - new TDistribution(degreesOfFreedom).cumulativeProbability(room / error);
    double byQuestion =
        1 - new NormalDistribution().cumulativeProbability(room / Math.sqrt(pairedVariance()));
    return OptionalDouble.of(Math.max(byConversation, byQuestion));
  }

  /**
   * The smallest true difference that a two-sided test at the level would notice with the power
   * (Bloom 1995); empty for one conversation, and where conversations do not differ at all.
   *
   * @param level confidence level, strictly between 0 and 1
   * @param power strictly between 0 and 1
   */
  public OptionalDouble detectable(double level, double power) {
    return clusters < 2 || Math.sqrt(variance) < SAME
        ? OptionalDouble.empty()
        : OptionalDouble.of((student((1 + level) / 2) + student(power)) * Math.sqrt(variance));
  }

  private double student(double p) {
    return new TDistribution(degreesOfFreedom).inverseCumulativeProbability(p);
  }

  static double normal(double p) {
    return new NormalDistribution().inverseCumulativeProbability(p);
  }
}
