package dev.locomo.rag.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.locomo.rag.checkpoint.Weights;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.util.List;

/**
 * A BLIP that captions: a vision transformer, and a decoder that attends to what it saw.
 *
 * <p><b>Source</b> Li et al., ICML 2022; tensor names are those of transformers' {@code
 * BlipForConditionalGeneration}.
 */
final class BlipNetwork implements AutoCloseable {
  private final NDManager manager;
  private final ImageTower tower;
  private final BlipDecoder decoder;

  /**
   * Copies the weights to the manager's device.
   *
   * @param manager closed together with this
   * @throws dev.locomo.core.error.DataError when a tensor is missing or has another shape than the
   *     configuration says
   */
  BlipNetwork(NDManager manager, BlipConfig config, Weights weights) {
    this.manager = manager;
    var source = new Parameters(weights, "", manager);
    tower = ImageTower.blip(source.below("vision_model."), config.image(), config.size());
    decoder = new BlipDecoder(source.below("text_decoder."), config);
  }

  /** {@code fp32} or {@code fp16}. */
  String precision() {
    return Compute.name(tower.patches().getDataType());
  }

  /**
   * What the decoder attends to.
   *
   * @return {@code [images, positions, hidden]}, owned by the batch
   */
  NDArray seen(NDManager batch, List<float[]> pixels) {
    NDArray states = tower.states(batch, pixels);
    return Compute.within(batch, states, tower.after()::of);
  }

  /** The scores of all tokens after each token of one text: {@code [length][vocabulary]}. */
  float[][] logits(float[] pixels, long[] tokens) {
    try (var batch = manager.newSubManager()) {
      NDArray seen = seen(batch, List.of(pixels));
      return decoder.start(batch, seen).all(tokens);
    }
  }

  /**
   * A caption's tokens for each image, the prompt's in front, the end token and what follows it cut
   * off.
   *
   * @param pixels an image each
   * @param prompt tokens to begin with, at least one
   */
  List<long[]> captions(List<float[]> pixels, long[] prompt, Search.Settings settings) {
    try (var batch = manager.newSubManager()) {
      NDArray seen = seen(batch, pixels);
      var session = decoder.start(batch, seen);
      return Search.run(session, pixels.size(), prompt, settings);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
