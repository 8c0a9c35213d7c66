package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorTableTest {
  private static VectorTable table(int dimension, float[] values) {
    var table = new VectorTable(dimension, values.length / dimension);
    for (int row = 0; row < table.rows(); row++) {
      table.put(row, Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension));
    }
    return table;
  }

  /** Eight lanes in the order of the dimensions, joined in pairs; a table may not sum otherwise. */
  private static double byTheRule(float[] query, float[] row) {
    double[] lanes = new double[8];
    int whole = query.length / 8 * 8;
    for (int i = 0; i < whole; i++) {
      lanes[i % 8] = Math.fma((double) query[i], (double) row[i], lanes[i % 8]);
    }
    double rest = 0;
    for (int i = whole; i < query.length; i++) {
      rest += (double) query[i] * row[i];
    }
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3]))
        + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]))
        + rest;
  }

  private static float[] random(SplittableRandom random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(-60, 60)));
    }
    return vector;
  }

  @Test
  void sumsAreRoundedInTheSameOrderWhateverTheNumberOfRowsAndTheirLength() {
    var random = new SplittableRandom(7);
    for (int dimension : new int[] {1, 8, 31, 32, 33, 71, 384, 391}) {
      for (int rows : new int[] {1, 127, 128, 129, 300}) {
        float[][] values = new float[rows][];
        Arrays.setAll(values, i -> random(random, dimension));
        float[] query = random(random, dimension);
        double[] asked = new double[dimension];
        Arrays.setAll(asked, i -> query[i]);
        var table = VectorTable.of(dimension, values);
        double[] scores = table.dot(query);
        for (int row = 0; row < rows; row++) {
          assertThat(scores[row]).isEqualTo(byTheRule(query, values[row]));
          assertThat(VectorTable.dot(asked, values[row])).isEqualTo(scores[row]);
          assertThat(table.row(row)).isEqualTo(values[row]);
        }
      }
    }
  }

  @Test
  void everyRowIsMultipliedWhateverItsLength() {
    for (int dimension : new int[] {1, 7, 8, 9, 16, 19, 64}) {
      float[] values = new float[3 * dimension];
      float[] query = new float[dimension];
      double[] expected = new double[3];
      for (int i = 0; i < values.length; i++) {
        values[i] = i - 5;
        query[i % dimension] = 2 * (i % dimension) + 1;
      }
      for (int i = 0; i < values.length; i++) {
        expected[i / dimension] += values[i] * query[i % dimension];
      }
      assertThat(table(dimension, values).dot(query)).isEqualTo(expected);
    }
  }

  @Test
  void wholeNumbersBeyondFloatPrecisionStayExact() {
    var table = table(2, new float[] {4097, 1});
    assertThat(table.dot(new float[] {4097, 1})).containsExactly(4097.0 * 4097 + 1);
  }

  @Test
  void rowsAreCopiedOutAndNoRowsGiveNoScores() {
    var table = VectorTable.of(2, new float[][] {{1, 2}, {3, 4}});
    assertThat(table.row(1)).containsExactly(3, 4);
    assertThat(VectorTable.of(2, new float[0][]).dot(new float[2])).isEmpty();
  }

  @Test
  void anotherLengthIsRefused() {
    var table = VectorTable.of(2, new float[][] {{1, 2}});
    assertThatIllegalArgumentException().isThrownBy(() -> table.dot(new float[3]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VectorTable.of(2, new float[][] {{1, 2, 3}}));
    assertThatIllegalArgumentException().isThrownBy(() -> table.put(0, new float[3]));
    assertThatIllegalArgumentException().isThrownBy(() -> new VectorTable(0, 3));
  }
}
