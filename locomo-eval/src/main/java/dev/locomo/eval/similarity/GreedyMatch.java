package dev.locomo.eval.similarity;

import java.util.Arrays;

/**
 * The similarity of each token to the most similar one on the other side.
 *
 * @param candidate one number a token of the candidate
 * @param reference one number a token of the reference
 */
record GreedyMatch(float[] candidate, float[] reference) {
  /**
   * Compares every state with every state.
   *
   * @param candidate states of length 1, one after the other; at least one
   * @param reference the same
   */
  static GreedyMatch of(float[] candidate, float[] reference, int dimension) {
    int columns = reference.length / dimension;
    float[] turned = turned(reference, dimension);
    var match = new GreedyMatch(lowest(candidate.length / dimension), lowest(columns));
    float[] row = new float[columns];
    for (int i = 0; i < match.candidate.length; i++) {
      Arrays.fill(row, 0);
      for (int k = 0; k < dimension; k++) {
        addScaled(row, turned, k * columns, candidate[i * dimension + k]);
      }
      for (int j = 0; j < columns; j++) {
        match.candidate[i] = Math.max(match.candidate[i], row[j]);
        match.reference[j] = Math.max(match.reference[j], row[j]);
      }
    }
    return match;
  }

  private static float[] lowest(int count) {
    float[] values = new float[count];
    Arrays.fill(values, Float.NEGATIVE_INFINITY);
    return values;
  }

  /** States as columns: the innermost loop then runs over neighbours and uses vector units. */
  private static float[] turned(float[] states, int dimension) {
    int count = states.length / dimension;
    float[] turned = new float[states.length];
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < dimension; k++) {
        turned[k * count + j] = states[j * dimension + k];
      }
    }
    return turned;
  }

  private static void addScaled(float[] sum, float[] values, int from, float scale) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] += scale * values[from + j];
    }
  }
}
