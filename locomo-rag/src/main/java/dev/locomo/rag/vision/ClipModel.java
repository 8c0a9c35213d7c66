package dev.locomo.rag.vision;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.checkpoint.OnnxFile;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * A CLIP or a SigLIP: vectors of texts and images whose dot product is their similarity, in [-1,
 * 1]. A checkpoint of a CLIP computes in single precision on a CPU, in half precision on a GPU; an
 * ONNX file runs on the CPU.
 */
public final class ClipModel implements AutoCloseable {
  private static final int BATCH = 16;

  /** What runs of a model, the first that is there: weights of PyTorch, two towers, both in one. */
  public static final List<String> NETWORKS =
      Stream.of(
              WeightsFile.NAMES.stream(),
              Stream.of("onnx/", "").map(folder -> folder + OnnxTowers.TEXT),
              OnnxFile.NAMES.stream())
          .flatMap(names -> names)
          .toList();

  private final Path folder;
  private final String id;
  private final ImageProcessor processor;
  private final HuggingFaceTokenizer tokenizer;
  private final Towers network;

  private ClipModel(Path folder, VisionConfig config, Parameters source) {
    this.folder = folder;
    network = new ClipNetwork(config, source);
    String hash = WeightsFile.of(folder).sha256().substring(0, 16);
    id = "clip(" + hash + "," + network.precision() + ")";
    processor = ImageProcessor.of(folder, ImageProcessor.clip(config.edges().image()));
    tokenizer = TokenizerFile.openClip(folder, config.vocabulary(), config.positions());
  }

  private ClipModel(Path folder, OnnxTowers.Form form, List<OnnxFile> files) {
    this.folder = folder;
    processor = ImageProcessor.of(folder, form.processor());
    tokenizer = form.tokenizer(folder);
    try {
      network = OnnxTowers.load(folder, files, form, tokenizer);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
    id = (form.siglip() ? "siglip(" : "clip(") + OnnxTowers.hash(files) + ",onnx)";
  }

  /**
   * Loads a folder with {@code config.json}, {@code tokenizer.json} or {@code vocab.json} with
   * {@code merges.txt}, perhaps {@code preprocessor_config.json}, and a network: of a CLIP the
   * weights, which run on the first GPU if there is one; else ONNX files.
   *
   * @throws DataError when a file is missing or cannot be used
   */
  public static ClipModel load(Path folder) {
    boolean weights = WeightsFile.NAMES.stream().map(folder::resolve).anyMatch(Files::exists);
    String type = ModelConfig.read(folder.resolve("config.json")).type();
    var files = weights && type.equals("clip") ? List.<OnnxFile>of() : OnnxTowers.in(folder);
    if (!files.isEmpty()) {
      Compute.requireCpu(files.getFirst().path().toString());
      return new ClipModel(folder, OnnxTowers.Form.read(folder), files);
    }
    if (type.equals("siglip")) {
      throw new DataError(
          folder.toString(),
          "",
          "is a SigLIP without ONNX; expected onnx/text_model.onnx and onnx/vision_model.onnx, or"
              + " onnx/model.onnx");
    }
    var config = VisionConfig.clip(folder.resolve("config.json"));
    return Parameters.load(folder, source -> new ClipModel(folder, config, source));
  }

  /** The weights' hash and the precision. */
  public String id() {
    return id;
  }

  /** The hash of the settings that lie beside the weights, of the network and its pictures. */
  public String settings() {
    var digest = Sha256.digest();
    Stream.concat(Stream.of("config.json"), ImageProcessor.FILES.stream())
        .map(folder::resolve)
        .filter(Files::exists)
        .forEach(file -> Sha256.feed(digest, file));
    return Sha256.hex(digest).substring(0, 16);
  }

  /**
   * What a similarity is multiplied with to get the network's logit: 100 for the published CLIPs,
   * and where ONNX files do not say it.
   */
  public float scale() {
    return (float) network.logit().scale();
  }

  /** The network's own number for a similarity, before the sigmoid of a SigLIP. */
  double logit(double similarity) {
    return network.logit().of(similarity);
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
