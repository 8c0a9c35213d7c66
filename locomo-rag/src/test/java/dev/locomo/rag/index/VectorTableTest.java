package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VectorTableTest {
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
      assertThat(new VectorTable(dimension, values).dot(query)).isEqualTo(expected);
    }
  }

  @Test
  void wholeNumbersBeyondFloatPrecisionStayExact() {
    var table = new VectorTable(2, new float[] {4097, 1});
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
    assertThatIllegalArgumentException().isThrownBy(() -> new VectorTable(2, new float[3]));
  }
}
