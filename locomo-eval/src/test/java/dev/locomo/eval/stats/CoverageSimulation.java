package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How often nominal 95 % intervals hold the true mean when conversations differ in difficulty. Not
 * a test: it takes a minute and its numbers are for {@code docs/statistics.md}, which says how to
 * run it.
 */
final class CoverageSimulation {
  private static final int ROUNDS = 2_000;
  private static final int QUESTIONS = 154;
  private static final double TRUE_MEAN = 0.6;

  private CoverageSimulation() {}

  /** Prints one line per number of conversations and spread of their difficulty. */
  static void main() {
    IO.println("conversations spread wilson percentile bca wider");
    for (int conversations : List.of(2, 5, 10, 30)) {
      for (double spread : List.of(0.0, 0.05, 0.1)) {
        IO.println(conversations + " " + spread + " " + coverage(conversations, spread));
      }
    }
  }

  private static String coverage(int conversations, double spread) {
    var random = new Random(17_753);
    var bootstrap = new ClusterBootstrap(1_000, 1, 0.95);
    int wilson = 0;
    int percentile = 0;
    int bca = 0;
    int wider = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var values = verdicts(random, conversations, spread);
      int right = (int) values.stream().mapToDouble(Clustered::value).sum();
      var independent = Wilson.interval(right, values.size(), 0.95).orElseThrow();
      var resampled = bootstrap.micro(values).orElseThrow();
      wilson += independent.contains(TRUE_MEAN) ? 1 : 0;
      percentile += resampled.contains(TRUE_MEAN) ? 1 : 0;
      wider +=
          (independent.width() > resampled.width() ? independent : resampled).contains(TRUE_MEAN)
              ? 1
              : 0;
      bca += new BcaBootstrap(bootstrap).micro(values).orElseThrow().contains(TRUE_MEAN) ? 1 : 0;
    }
    return share(wilson) + " " + share(percentile) + " " + share(bca) + " " + share(wider);
  }

  private static double share(int hits) {
    return Math.round(1000.0 * hits / ROUNDS) / 1000.0;
  }

  private static List<Clustered> verdicts(Random random, int conversations, double spread) {
    var values = new ArrayList<Clustered>();
    for (int c = 0; c < conversations; c++) {
      double ease = TRUE_MEAN + spread * random.nextGaussian();
      for (int q = 0; q < QUESTIONS; q++) {
        values.add(new Clustered("c" + c, random.nextDouble() < ease ? 1 : 0));
      }
    }
    return values;
  }
}
