package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.rag.caption.PublicWeb;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.image.Orientation;
import dev.locomo.rag.vision.BlipCaptioner;
import dev.locomo.rag.vision.CaptionSettings;
import dev.locomo.rag.vision.ChatCaptioner;
import dev.locomo.rag.vision.ImageCaptioner;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who captions, how, and what an image may take. */
public final class CaptionOptions {
  public static final Setting<String> CAPTION_MODEL =
      Setting.text("caption.caption-model", "NAME")
          .byDefault("Salesforce/blip-image-captioning-large")
          .changesResult();
  private static final Setting<Path> MODEL_DIR = Setting.path("caption.model-dir", "DIR");
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

  /** Which way up images are read, for every verb that reads some. */
  public static final Setting<Orientation> ORIENTATION =
      Setting.choice("images.orientation", "KIND", Orientation.class)
          .byDefault("stored")
          .changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
              "",
              CAPTION_MODEL,
              MODEL_DIR,
              PROMPT,
              MAX_TOKENS,
              BEAMS,
              LENGTH_PENALTY,
              BATCH_SIZE,
              ORIENTATION)
          .and(ImageWebOptions.SETTINGS.settings().toArray(Setting<?>[]::new));

  private static final int CHAT_EDGE = 768;
  private static final int CHAT_TOKENS = 100;

  private static final ModelFiles FILES =
      ModelFiles.TEXT.withOptional(ImageProcessor.FILES.toArray(String[]::new));

  public final String model;
  private final @Nullable Path modelDir;
  private final String prompt;
  private final int longest;
  private final int beams;
  private final double lengthPenalty;
  public final int batch;
  public final Orientation orientation;
  private final ImageWebOptions limits;

  /** Their values. */
  public CaptionOptions(Settings settings) {
    model = settings.get(CAPTION_MODEL);
    modelDir = settings.orNull(MODEL_DIR);
    prompt = settings.get(PROMPT);
    longest = settings.get(MAX_TOKENS);
    beams = settings.get(BEAMS);
    lengthPenalty = settings.get(LENGTH_PENALTY);
    batch = settings.get(BATCH_SIZE);
    orientation = settings.get(ORIENTATION);
    limits = new ImageWebOptions(settings);
  }

  /**
   * How captions are made.
   *
   * @throws UserError when a number makes no sense
   */
  private CaptionSettings settings() {
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

  /**
   * Who captions; to be closed.
   *
   * @param chat the model that was named; one that asks nobody for a network on this machine
   * @throws UserError when it takes no images, or there is no such network
   */
  public ImageCaptioner captioner(ModelSpec chat, ModelLookup at) {
    var how = settings();
    if (chat.asksNobody()) {
      return BlipCaptioner.load(at.hub(modelDir).find(model, FILES).folder(), how);
    }
    if (chat.runsHere() || !chat.family().pictures().taken()) {
      throw new UserError(chat.id() + " does not take images", "a model that does, or no --model");
    }
    if (beams != 1 || lengthPenalty != 1) {
      throw new UserError("--beams and --length-penalty are for BLIP", "leave them out");
    }
    String asked = prompt.equals(CaptionSettings.PHOTOGRAPHY) ? "" : prompt.strip();
    return new ChatCaptioner(chat, asked, CHAT_EDGE, Math.max(longest, CHAT_TOKENS));
  }

  /** The name of who captions, for files. */
  public String name(ModelSpec chat) {
    return chat.asksNobody()
        ? model.replaceFirst("(?<!/)/+$", "").replaceFirst(".*/", "")
        : chat.id();
  }

  /**
   * What identifies a run.
   *
   * @param reach how a chat model is reached
   */
  public RunSpec spec(List<String> typed, ImageCaptioner captioner, ModelOptions.Reach reach) {
    var on = new TreeMap<String, String>();
    on.put("model", captioner.id());
    on.put("max_tokens", Integer.toString(longest));
    orientation.describe(on);
    if (captioner.model() == null) {
      on.put("prompt", settings().prompt());
      on.put("beams", Integer.toString(beams));
      on.put("length_penalty", Double.toString(lengthPenalty));
    } else {
      on.put("base_url", reach.address());
      reach.requests().describe(on, List.of(captioner.model()));
    }
    return new RunSpec("caption", typed, on, new TreeMap<>());
  }
}
