package dev.locomo.rag.vision;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.locomo.core.ask.Calls;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.rag.checkpoint.TokenizerFile;
import dev.locomo.rag.checkpoint.WeightsFile;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.RgbImage;
import dev.locomo.rag.tensor.Compute;
import dev.locomo.rag.tensor.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A BLIP checkpoint that says what an image shows. On a CPU it computes in single, on a GPU in half
 * precision.
 */
public final class BlipCaptioner implements ImageCaptioner {
  private final String id;
  private final VisionConfig config;
  private final CaptionSettings settings;
  private final ImageProcessor processor;
  private final HuggingFaceTokenizer tokenizer;
  private final BlipNetwork network;
  private final long[] prompt;

  private BlipCaptioner(
      Path folder, VisionConfig config, CaptionSettings settings, Parameters source) {
    this.config = config;
    this.settings = settings;
    network = new BlipNetwork(config, source);
    String hash = WeightsFile.of(folder).sha256().substring(0, 16);
    id = "blip(" + hash + "," + network.precision() + ")";
    processor = ImageProcessor.of(folder, ImageProcessor.blip(config.edges().image()));
    tokenizer = TokenizerFile.open(folder, config.vocabulary(), config.positions());
    prompt = prompt();
  }

  /**
   * Loads a folder with {@code config.json}, {@code model.safetensors} or {@code
   * pytorch_model.bin}, {@code tokenizer.json} or {@code vocab.txt}, and perhaps {@code
   * preprocessor_config.json}, on the first GPU if there is one.
   *
   * @throws DataError when a file is missing or cannot be used
   * @throws UserError when the settings ask for longer captions than the network can place, or the
   *     prompt leaves no room for one
   */
  public static BlipCaptioner load(Path folder, CaptionSettings settings) {
    var config = VisionConfig.blip(folder.resolve("config.json"));
    if (settings.longest() > config.positions()) {
      throw new UserError(
          "captions of " + settings.longest() + " tokens are too long for this model",
          "at most " + config.positions());
    }
    return Parameters.load(folder, source -> new BlipCaptioner(folder, config, settings, source));
  }

  /** The tokenizer's first token makes way for the decoder's own, its last one is left out. */
  private long[] prompt() {
    if (settings.prompt().isEmpty()) {
      return new long[] {config.begin()};
    }
    long[] ids = tokenizer.encode(settings.prompt()).getIds();
    long[] prompt = Arrays.copyOf(ids, ids.length - 1);
    prompt[0] = config.begin();
    if (prompt.length >= settings.longest()) {
      throw new UserError(
          "the prompt has " + prompt.length + " tokens, which leaves no room for a caption",
          "a longer caption or a shorter prompt");
    }
    return prompt;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Input input(String name, String sha256, RgbImage image) throws ImageError {
    return new Input(name, processor.pixels(image), null);
  }

  @Override
  public List<String> captions(List<Input> inputs, Calls calls) {
    var pixels = inputs.stream().map(Input::pixels).toList();
    var search =
        new Search.Settings(
            settings.longest(), settings.beams(), settings.lengthPenalty(), config.end());
    return Compute.halving(
        pixels, some -> network.captions(some, prompt, search).stream().map(this::text).toList());
  }

  private String text(long[] ids) {
    String text = tokenizer.decode(Arrays.copyOfRange(ids, 1, ids.length), true);
    return settings.finished(text.strip());
  }

  @Override
  public void close() {
    tokenizer.close();
    network.close();
  }
}
