package dev.locomo.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;

/**
 * The vectors of an index, read where they lie in the file; row and document have one number.
 *
 * @param leaf the one segment of the index
 */
record StoredVectors(LeafReader leaf) implements VectorScores {
  @Override
  public double[] dot(float[] query) {
    return dot(query, IntStream.range(0, leaf.maxDoc()).toArray());
  }

  /** The dot products of the query with these rows. */
  double[] dot(float[] query, int[] rows) {
    double[] scores = new double[rows.length];
    double[] asked = new double[query.length];
    Arrays.setAll(asked, i -> query[i]);
    try {
      FloatVectorValues values = leaf.getFloatVectorValues(PassageIndex.VECTOR);
      if (values == null || values.dimension() != query.length) {
        throw new IllegalArgumentException(
            "the query has " + query.length + " numbers, the rows have others");
      }
      for (int i = 0; i < rows.length; i++) {
        scores[i] = VectorTable.dot(asked, values.vectorValue(rows[i]));
      }
      return scores;
    } catch (IOException e) {
      throw new UncheckedIOException("an index that was opened cannot be read", e);
    }
  }
}
