package dev.locomo.rag.vision;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code config.json} says of a CLIP.
 *
 * @param image the vision transformer
 * @param size its edges
 * @param text the text transformer
 * @param vocabulary rows of the word embeddings
 * @param positions most tokens of a text
 * @param end the token whose state stands for a text; 2, in old files, for the highest one
 * @param projection numbers of a vector
 */
record ClipConfig(
    TowerConfig image,
    ImageTower.Size size,
    TowerConfig text,
    int vocabulary,
    int positions,
    int end,
    int projection) {
  /** What configurations of before a correction say instead of the true end token. */
  private static final int LEGACY_END = 2;

  private static final TowerConfig IMAGE =
      new TowerConfig(12, 768, 12, 3072, 1e-5f, Activation.QUICK_GELU);
  private static final TowerConfig TEXT =
      new TowerConfig(12, 512, 8, 2048, 1e-5f, Activation.QUICK_GELU);

  /**
   * Reads the file.
   *
   * @throws DataError when it is no CLIP, or a number makes no sense
   */
  static ClipConfig read(Path file) {
    var json = ModelConfig.read(file);
    json.oneOf("model_type", "", List.of("clip"));
    var image = json.below("vision_config");
    var text = json.below("text_config");
    return new ClipConfig(
        TowerConfig.read(image, IMAGE),
        ImageTower.Size.read(image, new ImageTower.Size(224, 32)),
        TowerConfig.read(text, TEXT),
        text.positive("vocab_size", 49408),
        text.positive("max_position_embeddings", 77),
        text.positive("eos_token_id", 49407),
        json.positive("projection_dim", 512));
  }

  /** The position whose state stands for a text. */
  int endOf(long[] ids) {
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      if (end == LEGACY_END ? ids[i] > ids[at] : ids[i] == end) {
        at = i;
        if (end != LEGACY_END) {
          break;
        }
      }
    }
    return at;
  }
}
