package dev.locomo.rag.options;

import dev.locomo.core.error.UserError;
import dev.locomo.rag.hub.ModelFiles;
import dev.locomo.rag.hub.ModelHub;
import dev.locomo.rag.image.ImageProcessor;
import dev.locomo.rag.vision.ClipModel;
import java.util.List;

/** CLIP and SigLIP models by the name that options give them: {@code clip:DIR-or-NAME}. */
public final class ClipModels {
  private static final String PREFIX = "clip:";

  private static final ModelFiles FILES =
      ModelFiles.of(List.of("tokenizer.json", "vocab.json"))
          .withNetworks(ClipModel.NETWORKS)
          .withOptional("merges.txt", "tokenizer_config.json")
          .withOptional(ImageProcessor.FILES.toArray(String[]::new));

  private ClipModels() {}

  /** Whether the name of an encoder means one. */
  public static boolean named(String encoder) {
    return encoder.startsWith(PREFIX);
  }

  /**
   * Finds or downloads a model and loads it; to be closed.
   *
   * @param option that names it, for messages
   * @param encoder its name, of which {@link #named} is true
   * @throws UserError when there is no such model
   * @throws dev.locomo.core.error.DataError when its files cannot be used
   */
  public static ClipModel load(String option, String encoder, ModelHub hub) {
    String name = encoder.substring(PREFIX.length());
    if (name.isEmpty()) {
      throw new UserError(option + " clip: names no model", "clip:DIR-or-NAME");
    }
    return ClipModel.load(hub.find(name, FILES).folder());
  }
}
