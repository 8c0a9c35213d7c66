package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** What is added to attention scores so that some positions are not seen. */
public final class Masks {
  /** Far below any score, and within half precision. */
  private static final float HIDDEN = -60_000;

  private Masks() {}

  /**
   * Hides padding.
   *
   * @param attended {@code [batch, length]}, 1 for a token and 0 for padding
   * @return {@code [batch, 1, 1, length]}
   */
  public static NDArray padding(NDArray attended) {
    return attended.mul(-1).add(1).mul(HIDDEN).expandDims(1).expandDims(1);
  }

  /** Hides what comes later: {@code [1, 1, length, length]}. */
  public static NDArray causal(NDManager manager, int length, DataType type) {
    float[] mask = new float[length * length];
    for (int row = 0; row < length; row++) {
      java.util.Arrays.fill(mask, row * length + row + 1, (row + 1) * length, HIDDEN);
    }
    return manager.create(mask, new Shape(1, 1, length, length)).toType(type, false);
  }
}
