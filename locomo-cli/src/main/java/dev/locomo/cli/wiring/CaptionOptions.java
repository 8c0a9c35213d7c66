package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Keys;
import dev.locomo.rag.caption.PublicWeb;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.hub.ModelHub;
import dev.locomo.rag.vision.CaptionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Who captions, how, and what an image may take. */
public final class CaptionOptions {
  private static final ModelFiles FILES = ModelFiles.TEXT.withOptional("preprocessor_config.json");

  @Option(
      names = "--caption-model",
      paramLabel = "NAME",
      defaultValue = "Salesforce/blip-image-captioning-large",
      description =
          "A BLIP: a folder, or a name on the Hugging Face hub (default: ${DEFAULT-VALUE}).")
  public String model = "";

  @Option(
      names = "--model-dir",
      paramLabel = "DIR",
      description =
          "Where models are looked for and downloaded to, besides the Hugging Face cache (default:"
              + " models in LOCOMO_HOME, else in ~/.locomo).")
  private @Nullable Path modelDir;

  @Option(names = "--offline", description = "Download no model.")
  private boolean offline;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      defaultValue = CaptionSettings.PHOTOGRAPHY,
      description =
          "What every caption begins with (default: ${DEFAULT-VALUE}, after which every"
              + " \"photography\" becomes \"photo\"); may be empty.")
  private String prompt = CaptionSettings.PHOTOGRAPHY;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most tokens of a caption, the prompt's included (default: ${DEFAULT-VALUE}).")
  private int longest;

  @Option(
      names = "--beams",
      paramLabel = "N",
      defaultValue = "1",
      description = "Beams of the search; 1 is greedy (default: ${DEFAULT-VALUE}).")
  private int beams;

  @Option(
      names = "--length-penalty",
      paramLabel = "X",
      defaultValue = "1.0",
      description =
          "Above 0 favours longer captions, with several beams (default: ${DEFAULT-VALUE}).")
  private double lengthPenalty;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "8",
      description = "Images captioned at once (default: ${DEFAULT-VALUE}).")
  public int batch;

  @ArgGroup(validate = false)
  private ImageWebOptions limits = new ImageWebOptions();

  /**
   * How captions are made.
   *
   * @throws UserError when a number makes no sense
   */
  public CaptionSettings settings() {
    between("--max-tokens", longest, 2, 512);
    between("--beams", beams, 1, 64);
    between("--batch-size", batch, 1, 1024);
    if (!Double.isFinite(lengthPenalty)) {
      throw new UserError("--length-penalty is " + lengthPenalty, "a number");
    }
    return new CaptionSettings(prompt.strip(), longest, beams, lengthPenalty);
  }

  /**
   * Where images with an address come from.
   *
   * @throws UserError when a limit makes no sense
   */
  public PublicWeb web() {
    return limits.web();
  }

  private static void between(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserError(
          option + " is " + value + ", must be between " + least + " and " + most, "");
    }
  }

  /** The folder of the model. */
  public Path folder(Map<String, String> environment, Consumer<String> progress) {
    Path models = modelDir != null ? modelDir : Home.folder(environment).resolve("models");
    List<ApiKey> tokens = Keys.read(environment, Path.of(".env")).of("HF_TOKEN");
    return ModelHub.of(models, environment, tokens, offline, progress)
        .with(Remote.models(new Surroundings(environment, offline, progress)))
        .find(model, FILES)
        .folder();
  }
}
