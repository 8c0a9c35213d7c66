package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.caption.PublicWeb;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.vision.CaptionSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Who captions, how, and what an image may take. */
public final class CaptionOptions {
  public static final Setting<String> CAPTION_MODEL =
      Setting.text("caption.caption-model", "NAME")
          .byDefault("Salesforce/blip-image-captioning-large")
          .changesResult();
  private static final Setting<Path> MODEL_DIR = Setting.path("caption.model-dir", "DIR");
  private static final Setting<Boolean> OFFLINE = Setting.flag("caption.offline").changesSpeed();
  private static final Setting<String> PROMPT =
      Setting.text("caption.prompt", "TEXT").byDefault(CaptionSettings.PHOTOGRAPHY).changesResult();
  private static final Setting<Integer> MAX_TOKENS =
      Setting.integer("caption.max-tokens", "N").byDefault("20").changesResult();
  private static final Setting<Integer> BEAMS =
      Setting.integer("caption.beams", "N").byDefault("1").changesResult();
  private static final Setting<Double> LENGTH_PENALTY =
      Setting.number("caption.length-penalty", "X").byDefault("1.0").changesResult();
  public static final Setting<Integer> BATCH_SIZE =
      Setting.integer("caption.batch-size", "N").byDefault("8").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
              "",
              CAPTION_MODEL,
              MODEL_DIR,
              OFFLINE,
              PROMPT,
              MAX_TOKENS,
              BEAMS,
              LENGTH_PENALTY,
              BATCH_SIZE)
          .and(ImageWebOptions.SETTINGS.settings().toArray(Setting<?>[]::new));

  private static final ModelFiles FILES = ModelFiles.TEXT.withOptional("preprocessor_config.json");

  public final String model;
  private final @Nullable Path modelDir;
  public final boolean offline;
  private final String prompt;
  private final int longest;
  private final int beams;
  private final double lengthPenalty;
  public final int batch;
  private final ImageWebOptions limits;

  /** Their values. */
  public CaptionOptions(Settings settings) {
    model = settings.get(CAPTION_MODEL);
    modelDir = settings.orNull(MODEL_DIR);
    offline = settings.is(OFFLINE);
    prompt = settings.get(PROMPT);
    longest = settings.get(MAX_TOKENS);
    beams = settings.get(BEAMS);
    lengthPenalty = settings.get(LENGTH_PENALTY);
    batch = settings.get(BATCH_SIZE);
    limits = new ImageWebOptions(settings);
  }

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
  public Path folder(ModelLookup at) {
    return at.hub(modelDir).find(model, FILES).folder();
  }
}
