package dev.locomo.rag.tensor;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * A transformer layer that normalises before attention and before the feed-forward half, as vision
 * transformers and CLIP do.
 */
public record PreNormLayer(
    Norm first, Attention self, Norm second, Dense wide, Activation activation, Dense narrow) {
  /**
   * Same shape.
   *
   * @param mask see {@link Masks}; null where everything may be seen
   */
  public NDArray of(NDArray x, @Nullable NDArray mask) {
    NDArray attended = self.of(first.of(x), mask).add(x);
    return narrow.of(activation.of(wide.of(second.of(attended)))).add(attended);
  }
}
