package dev.locomo.eval.similarity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * How much each token counts in the mean over a text.
 *
 * @param weights of some token ids
 * @param other weight of every other one
 */
record TokenWeights(Map<Long, Double> weights, double other) {
  /** Every token 1, these 0. */
  static TokenWeights allBut(long... ids) {
    var weights = new HashMap<Long, Double>();
    LongStream.of(ids).forEach(id -> weights.put(id, 0.0));
    return new TokenWeights(weights, 1);
  }

  /** Inverse document frequencies, one document a reference, repeated ones as often. */
  static TokenWeights rarity(List<long[]> references) {
    var counts = new HashMap<Long, Integer>();
    references.forEach(
        ids -> LongStream.of(ids).distinct().forEach(id -> counts.merge(id, 1, Integer::sum)));
    double all = references.size() + 1.0;
    var weights = new HashMap<Long, Double>();
    counts.forEach((id, n) -> weights.put(id, StrictMath.log(all / (n + 1))));
    return new TokenWeights(weights, StrictMath.log(all));
  }

  /** Weighted mean; NaN when no token has a weight. */
  double mean(long[] tokens, float[] values) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < tokens.length; i++) {
      double weight = weights.getOrDefault(tokens[i], other);
      sum += weight * values[i];
      total += weight;
    }
    return sum / total;
  }
}
