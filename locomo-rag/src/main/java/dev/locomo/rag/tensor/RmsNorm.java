package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * A norm over the last axis that divides by the root of the mean square, in single precision.
 *
 * <p><b>Source</b> Zhang and Sennrich, NeurIPS 2019.
 *
 * @param gain {@code [width]}
 * @param epsilon added to the mean square
 */
public record RmsNorm(NDArray gain, float epsilon) {
  private static final int[] LAST = {-1};

  /** Same shape and precision. */
  public NDArray of(NDArray x) {
    NDArray full = x.toType(DataType.FLOAT32, false);
    NDArray size = full.square().mean(LAST, true).addi(epsilon).sqrt();
    return full.div(size).toType(x.getDataType(), false).mul(gain);
  }
}
