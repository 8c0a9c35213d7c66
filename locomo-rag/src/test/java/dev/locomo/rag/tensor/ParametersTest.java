package dev.locomo.rag.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.locomo.rag.checkpoint.SeededWeights;
import dev.locomo.rag.checkpoint.Weights.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers 1, 2 and 3 as each type stores them, in little-endian order. */
class ParametersTest {
  @ParameterizedTest
  @CsvSource({
    "FLOAT64, 000000000000f03f00000000000000400000000000000840",
    "FLOAT32, 0000803f0000004000004040",
    "FLOAT16, 003c00400042",
    "BFLOAT16, 803f00404040",
    "INT64, 010000000000000002000000000000000300000000000000",
    "INT32, 010000000200000003000000",
    "UINT8, 010203"
  })
  void numbersOfEveryPrecisionArriveAsTheyAreStored(DataType stored, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    var tensor = new Tensor(new long[] {3}, stored, MemorySegment.ofArray(bytes));
    assertThat(tensor.values()).containsExactly(1, 2, 3);
    var weights = new SeededWeights(Set.of(), 1);
    for (var precision : Set.of(DataType.FLOAT32, DataType.FLOAT16)) {
      try (var manager = Compute.open()) {
        NDArray there = new Parameters(weights, "", manager, precision).copied(tensor);
        assertThat(there.getDataType()).isEqualTo(precision);
        assertThat(there.toType(DataType.FLOAT32, true).toFloatArray()).containsExactly(1, 2, 3);
      }
    }
  }
}
