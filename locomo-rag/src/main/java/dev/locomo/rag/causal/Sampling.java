package dev.locomo.rag.causal;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How the next token is drawn.
 *
 * @param temperature scores are divided by it; 0 takes the likeliest token each time
 * @param topK how many tokens may be drawn, the likeliest ones; 0 for all
 * @param topP of these, the likeliest that together have this probability; at least one, all for 1
 */
record Sampling(double temperature, int topK, double topP, RandomGenerator random) {
  /**
   * The next token. Of equal scores the lower number counts as likelier.
   *
   * @param scores one a token; at least one
   */
  int next(float[] scores) {
    if (temperature == 0) {
      return likeliest(scores);
    }
    int[] ranked = ranked(scores);
    double[] shares = shares(scores, ranked);
    double drawn = random.nextDouble() * Arrays.stream(shares).sum();
    int i = 0;
    for (double passed = shares[0]; drawn >= passed && i < shares.length - 1; passed += shares[i]) {
      i++;
    }
    return ranked[i];
  }

  private static int likeliest(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Without an object for any token: a vocabulary has hundreds of thousands. */
  private int[] ranked(float[] scores) {
    int kept = topK == 0 ? scores.length : Math.min(topK, scores.length);
    long[] best = new long[kept];
    for (int i = 0; i < kept; i++) {
      best[i] = key(scores[i], i);
    }
    Arrays.sort(best);
    for (int i = kept; i < scores.length; i++) {
      long key = key(scores[i], i);
      if (key > best[0]) {
        int place = -Arrays.binarySearch(best, key) - 2;
        System.arraycopy(best, 1, best, 0, place);
        best[place] = key;
      }
    }
    int[] ranked = new int[kept];
    for (int i = 0; i < kept; i++) {
      ranked[i] = Integer.MAX_VALUE - (int) best[kept - 1 - i];
    }
    return ranked;
  }

  /** The larger one is likelier: the score in the upper half, the number in the lower. */
  private static long key(float score, int token) {
    int bits = Float.floatToIntBits(score);
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) ordered << 32) | (Integer.MAX_VALUE - token);
  }

  /** Probabilities of the ranked tokens, up to the first with which {@code topP} is reached. */
  private double[] shares(float[] scores, int[] ranked) {
    double[] shares =
        Arrays.stream(ranked)
            .mapToDouble(i -> Math.exp((scores[i] - scores[ranked[0]]) / temperature))
            .toArray();
    double enough = topP * Arrays.stream(shares).sum();
    double sum = 0;
    int kept = 0;
    do {
      sum += shares[kept++];
    } while (sum < enough && kept < shares.length);
    return Arrays.copyOf(shares, kept);
  }
}
