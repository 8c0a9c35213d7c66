package dev.locomo.rag.index;

/** Exact scores of all vectors that are searched. */
@FunctionalInterface
public interface VectorScores {
  /**
   * The dot product of the query with every row, summed in double precision in a fixed order.
   *
   * @throws IllegalArgumentException when the query has another length than the rows
   */
  double[] dot(float[] query);
}
