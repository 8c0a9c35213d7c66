package dev.locomo.rag.vision;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherers;

/**
 * A CLIP checkpoint: vectors of texts and images whose dot product is their similarity, in [-1, 1].
 * On a CPU it computes in single, on a GPU in half precision.
 */
public final class ClipModel implements AutoCloseable {
  private static final int BATCH = 16;

  private final Path folder;
  private final String id;
  private final ImageProcessor processor;
  private final HuggingFaceTokenizer tokenizer;
  private final ClipNetwork network;

  private ClipModel(Path folder, VisionConfig config, Parameters source) {
    this.folder = folder;
    network = new ClipNetwork(config, source);
    String hash = WeightsFile.of(folder).sha256().substring(0, 16);
    id = "clip(" + hash + "," + network.precision() + ")";
    processor = ImageProcessor.of(folder, ImageProcessor.clip(config.edges().image()));
    tokenizer = TokenizerFile.openClip(folder, config.vocabulary(), config.positions());
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code
   * pytorch_model.bin}, {@code tokenizer.json} or {@code vocab.json} with {@code merges.txt}, and
   * perhaps {@code preprocessor_config.json}, on the first GPU if there is one.
   *
   * @throws DataError when a file is missing or cannot be used
   */
  public static ClipModel load(Path folder) {
    var config = VisionConfig.clip(folder.resolve("config.json"));
    return Parameters.load(folder, source -> new ClipModel(folder, config, source));
  }

  /** The weights' hash and the precision. */
  public String id() {
    return id;
  }

  /** What a similarity is multiplied with to get CLIP's logit: 100 for the published models. */
  public float scale() {
    return network.scale();
  }

  /** One vector of length 1 a text; what is longer than the network can place is cut off. */
  public List<float[]> texts(List<String> texts) {
    return batches(
        texts,
        some -> network.texts(some.stream().map(t -> tokenizer.encode(t).getIds()).toList()));
  }

  /** The input made of an image, much smaller than it; there is none of one too long and thin. */
  public float[] pixels(RgbImage image) throws ImageError {
    return processor.pixels(image);
  }

  /** One vector of length 1 an image, of which {@link #pixels} was taken. */
  public List<float[]> images(List<float[]> pixels) {
    return batches(pixels, network::images);
  }

  private <T> List<float[]> batches(List<T> items, Function<List<T>, List<float[]>> step) {
    var vectors =
        items.stream()
            .gather(Gatherers.windowFixed(BATCH))
            .flatMap(some -> Compute.halving(some, step).stream())
            .toList();
    if (!vectors.stream().allMatch(vector -> Float.isFinite(vector[0]))) {
      throw new DataError(
          folder.toString(), "", "gives vectors that are not finite; the weights are damaged");
    }
    return vectors;
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
