package dev.locomo.rag.vision;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code config.json} says of a BLIP that captions.
 *
 * @param image the vision transformer
 * @param size its edges
 * @param text the decoder
 * @param vocabulary rows of the word embeddings
 * @param positions most tokens of a caption that the decoder can place
 * @param begin the token that starts a caption
 * @param end the token that ends one
 */
record BlipConfig(
    TowerConfig image,
    ImageTower.Size size,
    TowerConfig text,
    int vocabulary,
    int positions,
    int begin,
    int end) {
  private static final TowerConfig IMAGE =
      new TowerConfig(12, 768, 12, 3072, 1e-5f, Activation.GELU);
  private static final TowerConfig TEXT =
      new TowerConfig(12, 768, 8, 3072, 1e-12f, Activation.GELU);

  /**
   * Reads the file.
   *
   * @throws DataError when it is no BLIP, or a number makes no sense
   */
  static BlipConfig read(Path file) {
    var json = ModelConfig.read(file);
    json.oneOf("model_type", "", List.of("blip"));
    var image = json.below("vision_config");
    var text = json.below("text_config");
    return new BlipConfig(
        TowerConfig.read(image, IMAGE),
        ImageTower.Size.read(image, new ImageTower.Size(384, 16)),
        TowerConfig.read(text, TEXT),
        text.positive("vocab_size", 30524),
        text.positive("max_position_embeddings", 512),
        text.positive("bos_token_id", 30522),
        text.positive("sep_token_id", 102));
  }
}
