package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Norm;
import dev.locomo.rag.tensor.Parameters;
import dev.locomo.rag.tensor.PreNormLayer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A vision transformer: square patches and a class token with learned positions, then layers.
 *
 * <p><b>Source</b> Dosovitskiy et al., ICLR 2021; tensor names are those of transformers' BLIP and
 * CLIP.
 *
 * @param size its edges
 * @param patches {@code [hidden, 3, patch, patch]}
 * @param patchBias null for none
 * @param first state of the class token, {@code [1, 1, hidden]}
 * @param positions {@code [1, 1 + patches, hidden]}
 * @param before applied before the layers; null for none
 * @param layers in order
 * @param after applied after the layers
 */
record ImageTower(
    Size size,
    NDArray patches,
    @Nullable NDArray patchBias,
    NDArray first,
    NDArray positions,
    @Nullable Norm before,
    List<PreNormLayer> layers,
    Norm after) {

  /**
   * Edges in pixels.
   *
   * @param image a multiple of {@code patch} or a bit more
   * @param patch at least 1
   */
  record Size(int image, int patch) {
    static Size read(ModelConfig json, Size absent) {
      var size =
          new Size(
              json.positive("image_size", absent.image), json.positive("patch_size", absent.patch));
      if (size.patch > size.image) {
        throw json.wrong(
            "patch_size", "found " + size.patch + "; expected at most image_size " + size.image);
      }
      return size;
    }

    /** Positions of an image, with that of the class token. */
    long positions() {
      long side = image / patch;
      return side * side + 1;
    }
  }

  /**
   * The states of the class token and all patches after the layers, before {@link #after}.
   *
   * @param batch owns the result
   * @param pixels an image each: {@code 3 * image * image} numbers
   * @return {@code [images, positions, hidden]}
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
        .create(all, new Shape(pixels.size(), 3, size.image, size.image))
        .toType(patches.getDataType(), false);
  }

  private NDArray embedded(NDArray input) {
    long images = input.getShape().get(0);
    long width = first.getShape().get(2);
    var stride = new Shape(size.patch, size.patch);
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

  /** BLIP's, with queries, keys and values in one tensor. */
  static ImageTower blip(Parameters source, TowerConfig config, Size size) {
    var layers = new java.util.ArrayList<PreNormLayer>();
    for (int i = 0; i < config.layers(); i++) {
      var at = source.below("encoder.layers." + i + ".");
      layers.add(Towers.layer(at, config, Towers.joined(at.below("self_attn."), config)));
    }
    var at = source.below("embeddings.");
    return new ImageTower(
        size,
        at.tensor("patch_embedding.weight", config.hidden(), 3, size.patch, size.patch),
        at.tensor("patch_embedding.bias", config.hidden()),
        at.tensor("class_embedding", 1, 1, config.hidden()),
        at.tensor("position_embedding", 1, size.positions(), config.hidden()),
        null,
        layers,
        source.norm("post_layernorm", config.hidden(), config.epsilon()));
  }

  /** CLIP's. */
  static ImageTower clip(Parameters source, TowerConfig config, Size size) {
    var at = source.below("embeddings.");
    long hidden = config.hidden();
    return new ImageTower(
        size,
        at.tensor("patch_embedding.weight", hidden, 3, size.patch, size.patch),
        null,
        at.tensor("class_embedding", hidden).reshape(1, 1, hidden),
        at.tensor("position_embedding.weight", size.positions(), hidden).expandDims(0),
        source.norm("pre_layrnorm", hidden, config.epsilon()),
        Towers.clip(source, config),
        source.norm("post_layernorm", hidden, config.epsilon()));
  }
}
