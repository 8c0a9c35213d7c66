package dev.locomo.eval.stats;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The paired permutation test: were the two systems alike, each difference might as well have the
 * other sign. The statistic is the absolute sum of the differences. All sign patterns are tried
 * when there are at most {@code 2^}{@value #EXACT_UP_TO}, else a seeded sample that counts the
 * observed pattern in (Phipson and Smyth 2010).
 *
 * @param patterns how many sign patterns to sample where not all are tried, at least 1
 * @param seed of the random sequence
 */
public record SignFlipTest(int patterns, long seed) {
  /** 10,000 patterns. */
  public static final SignFlipTest STANDARD = new SignFlipTest(10_000, 17_753);

  private static final int EXACT_UP_TO = 20;

  public SignFlipTest {
    if (patterns < 1) {
      throw new IllegalArgumentException(
          "illegal number of patterns: " + patterns + ", must be at least 1");
    }
  }

  /** Each question flips by itself; 1 when no pair differs. */
  public PValue perQuestion(List<Paired> pairs) {
    return test("question", pairs.stream().mapToDouble(Paired::difference));
  }

  /** The questions of a conversation flip together; 1 when no conversation differs in sum. */
  public PValue perConversation(List<Paired> pairs) {
    var sums = new TreeMap<String, Double>();
    pairs.forEach(pair -> sums.merge(pair.cluster(), pair.difference(), Double::sum));
    return test("cluster", sums.values().stream().mapToDouble(Double::doubleValue));
  }

  // Sorted, so that the order of the questions does not matter; a zero is the same either way.
  private PValue test(String unit, DoubleStream all) {
    var differences = all.filter(d -> d != 0).sorted().toArray();
    boolean exact = differences.length <= EXACT_UP_TO;
    return new PValue(
        exact ? enumerated(differences) : sampled(differences),
        unit + "-sign-flip-" + (exact ? "exact" : "monte-carlo"));
  }

  private static double enumerated(double[] differences) {
    double bar = bar(differences);
    int all = 1 << differences.length;
    int hits = 0;
    for (int signs = 0; signs < all; signs++) {
      hits += Math.abs(flippedSum(differences, signs)) >= bar ? 1 : 0;
    }
    return (double) hits / all;
  }

  private double sampled(double[] differences) {
    var random = new SplitMix64(seed);
    double bar = bar(differences);
    int hits = 0;
    for (int i = 0; i < patterns; i++) {
      hits += Math.abs(randomSum(differences, random)) >= bar ? 1 : 0;
    }
    return (1.0 + hits) / (1.0 + patterns);
  }

  // Sums that are equal on paper may differ in the last bits.
  private static double bar(double[] differences) {
    double sizes = Arrays.stream(differences).map(Math::abs).sum();
    return Math.abs(Arrays.stream(differences).sum()) - 1e-12 * sizes;
  }

  private static double flippedSum(double[] differences, long signs) {
    double sum = 0;
    for (int i = 0; i < differences.length; i++) {
      sum += (signs >>> i & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }

  private static double randomSum(double[] differences, SplitMix64 random) {
    double sum = 0;
    long signs = 0;
    for (int i = 0; i < differences.length; i++) {
      signs = i % Long.SIZE == 0 ? random.next() : signs >>> 1;
      sum += (signs & 1) == 0 ? differences[i] : -differences[i];
    }
    return sum;
  }
}
