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
    double bar = bar(differences);
    double[] sums = new double[patterns];
    int words = (differences.length + Long.SIZE - 1) / Long.SIZE;
    for (int word = 0; word < words; word++) {
      int from = word * Long.SIZE;
      add(Arrays.copyOfRange(differences, from, from + Long.SIZE), word, words, sums);
    }
    long hits = Arrays.stream(sums).filter(sum -> Math.abs(sum) >= bar).count();
    return (1.0 + hits) / (1.0 + patterns);
  }

  /**
   * Adds 64 differences, each with its sign, to the sum of each pattern: eight at a time, from
   * tables of all their signs. The signs of a pattern are so many words of the random sequence.
   */
  private void add(double[] block, int word, int words, double[] sums) {
    double[][] tables = new double[Long.BYTES][1 << Byte.SIZE];
    for (int i = 0; i < tables.length; i++) {
      var part = Arrays.copyOfRange(block, i * Byte.SIZE, (i + 1) * Byte.SIZE);
      for (int signs = 0; signs < tables[i].length; signs++) {
        tables[i][signs] = flippedSum(part, signs);
      }
    }
    for (int pattern = 0; pattern < patterns; pattern++) {
      long signs = SplitMix64.at(seed, (long) pattern * words + word);
      for (double[] table : tables) {
        sums[pattern] += table[(int) signs & 0xff];
        signs >>>= Byte.SIZE;
      }
    }
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
}
