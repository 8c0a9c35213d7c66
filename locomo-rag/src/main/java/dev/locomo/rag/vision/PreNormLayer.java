package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A transformer layer that normalises before attention and before the feed-forward half, as vision
 * transformers and CLIP do.
 */
record PreNormLayer(Layer first, Attention self, Layer second, Layer forward) {
  private static final List<String> CLIP_NAMES = List.of("q_proj", "k_proj", "v_proj", "out_proj");

  /** The layers of CLIP, of text and of images. */
  static List<PreNormLayer> clip(Parameters source, Sizes sizes) {
    return read(source, sizes, at -> at.attention(sizes, sizes.hidden(), CLIP_NAMES));
  }

  /** Those of BLIP's images, with queries, keys and values below each other in one tensor. */
  static List<PreNormLayer> blip(Parameters source, Sizes sizes) {
    long hidden = sizes.hidden();
    return read(
        source,
        sizes,
        at -> {
          var weights = at.tensor("qkv.weight", 3 * hidden, hidden).split(3);
          var biases = at.tensor("qkv.bias", 3 * hidden).split(3);
          return new Attention(
              new Layer.Dense(weights.get(0), biases.get(0)),
              new Layer.Dense(weights.get(1), biases.get(1)),
              new Layer.Dense(weights.get(2), biases.get(2)),
              at.dense("projection", hidden, hidden),
              sizes.heads());
        });
  }

  private static List<PreNormLayer> read(
      Parameters source, Sizes sizes, Function<Parameters, Attention> attention) {
    return IntStream.range(0, sizes.layers())
        .mapToObj(i -> source.below("encoder.layers." + i + "."))
        .map(at ->
            new PreNormLayer(
                at.norm("layer_norm1", sizes),
                attention.apply(at.below("self_attn.")),
                at.norm("layer_norm2", sizes),
                at.feedForward(sizes, "mlp.fc1", "mlp.fc2")))
        .toList();
  }

  /** Same shape; the mask is null where everything may be seen. */
  NDArray of(NDArray x, @Nullable NDArray mask) {
    NDArray attended = self.of(first.of(x), mask).add(x);
    return forward.of(second.of(attended)).add(attended);
  }
}
