package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.norm.LayerNorm;

/**
 * A layer norm over the last axis.
 *
 * @param gain {@code [width]}
 * @param bias {@code [width]}
 * @param epsilon added to the variance
 */
public record Norm(NDArray gain, NDArray bias, float epsilon) {
  /** Same shape. */
  public NDArray of(NDArray x) {
    return LayerNorm.layerNorm(x, gain.getShape(), gain, bias, epsilon).singletonOrThrow();
  }
}
