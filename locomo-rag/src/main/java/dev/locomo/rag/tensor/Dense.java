package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.core.Linear;
import org.jspecify.annotations.Nullable;

/**
 * A fully connected layer.
 *
 * @param weight {@code [out, in]}
 * @param bias {@code [out]}; null for none
 */
public record Dense(NDArray weight, @Nullable NDArray bias) {
  /** {@code [..., in]} to {@code [..., out]}. */
  public NDArray of(NDArray x) {
    NDList out = bias == null ? Linear.linear(x, weight) : Linear.linear(x, weight, bias);
    return out.singletonOrThrow();
  }
}
