package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.locomo.rag.tensor.Attention;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Layer;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.Sizes;
import dev.locomo.rag.vision.VisionConfig.Edges;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A vision transformer: square patches and a class token with learned positions, then layers.
 *
 * <p><b>Source</b> Dosovitskiy et al., ICLR 2021; tensor names are those of transformers' BLIP and
 * CLIP.
 *
 * @param patches {@code [hidden, 3, patch, patch]}
 * @param patchBias null for none
 * @param first state of the class token, {@code [1, 1, hidden]}
 * @param positions {@code [1, 1 + patches, hidden]}
 * @param before applied before the layers; null for none
 * @param after applied after the layers
 */
record ImageTower(
    Edges edges,
    NDArray patches,
    @Nullable NDArray patchBias,
    NDArray first,
    NDArray positions,
    @Nullable Layer before,
    List<PreNormLayer> layers,
    Layer after) {
  /**
   * The states of the class token and all patches after the layers, before {@link #after}: {@code
   * [images, positions, hidden]}, owned by the batch.
   *
   * @param pixels an image each: {@code 3 * image * image} numbers
   */
  NDArray states(NDManager batch, List<float[]> pixels) {
    NDArray input = stacked(batch, pixels);
    NDArray states = Compute.within(batch, input, this::embedded);
    for (PreNormLayer layer : layers) {
      states = Compute.within(batch, states, x -> layer.of(x, null));
    }
    return states;
  }

  private NDArray stacked(NDManager batch, List<float[]> pixels) {
    int each = pixels.getFirst().length;
    float[] all = new float[Math.multiplyExact(each, pixels.size())];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * each, each);
    }
    return batch
        .create(all, new Shape(pixels.size(), 3, edges.image(), edges.image()))
        .toType(patches.getDataType(), false);
  }

  private NDArray embedded(NDArray input) {
    long images = input.getShape().get(0);
    long width = first.getShape().get(2);
    var stride = new Shape(edges.patch(), edges.patch());
    NDArray seen =
        Conv2d.conv2d(input, patches, patchBias, stride)
            .singletonOrThrow()
            .reshape(images, width, -1)
            .swapAxes(1, 2);
    NDArray token = first.broadcast(images, 1, width);
    token.attach(input.getManager()); // and with it all that is made of it
    NDArray sum = token.concat(seen, 1).add(positions);
    return before == null ? sum : before.of(sum);
  }

  /** BLIP's. */
  static ImageTower blip(Parameters source, VisionConfig config) {
    var at = source.below("embeddings.");
    long hidden = config.image().hidden();
    return new ImageTower(
        config.edges(),
        patches(at, config),
        at.tensor("patch_embedding.bias", hidden),
        at.tensor("class_embedding", 1, 1, hidden),
        at.tensor("position_embedding", 1, config.edges().positions(), hidden),
        null,
        PreNormLayer.blip(source, config.image()),
        source.norm("post_layernorm", config.image()));
  }

  /** CLIP's. */
  static ImageTower clip(Parameters source, VisionConfig config) {
    var at = source.below("embeddings.");
    long hidden = config.image().hidden();
    long positions = config.edges().positions();
    return new ImageTower(
        config.edges(),
        patches(at, config),
        null,
        at.tensor("class_embedding", hidden).reshape(1, 1, hidden),
        at.tensor("position_embedding.weight", positions, hidden).expandDims(0),
        source.norm("pre_layrnorm", config.image()),
        PreNormLayer.clip(source, config.image()),
        source.norm("post_layernorm", config.image()));
  }

  private static NDArray patches(Parameters at, VisionConfig config) {
    int edge = config.edges().patch();
    return at.tensor("patch_embedding.weight", config.image().hidden(), 3, edge, edge);
  }

  /**
   * A transformer layer that normalises before attention and before the feed-forward half, as
   * vision transformers and CLIP do.
   */
  record PreNormLayer(Layer first, Attention self, Layer second, Layer forward) {
    private static final List<String> CLIP_NAMES =
        List.of("q_proj", "k_proj", "v_proj", "out_proj");

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
}
