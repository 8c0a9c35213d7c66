package dev.locomo.rag.vision;

import dev.locomo.core.error.DataError;
import dev.locomo.rag.checkpoint.ModelConfig;
import dev.locomo.rag.tensor.Activation;
import dev.locomo.rag.tensor.Sizes;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code config.json} says of a network with a part for images and one for texts.
 *
 * @param text the decoder of a BLIP, the text transformer of a CLIP
 * @param positions most tokens of a text
 * @param begin the token that starts a caption; for a CLIP not used
 * @param end the token that ends one, or the token whose state stands for a CLIP's text; 2, in old
 *     files of CLIP, for the highest one
 * @param projection numbers of a CLIP's vector; for a BLIP not used
 */
record VisionConfig(
    Sizes image,
    Edges edges,
    Sizes text,
    int vocabulary,
    int positions,
    int begin,
    int end,
    int projection) {
  /** What CLIP's configurations of before a correction say instead of the true end token. */
  private static final int LEGACY_END = 2;

  private static final Sizes BLIP_IMAGE = new Sizes(12, 768, 12, 3072, 1e-5f, Activation.GELU);
  private static final Sizes BLIP_TEXT = new Sizes(12, 768, 8, 3072, 1e-12f, Activation.GELU);
  private static final Sizes CLIP_IMAGE =
      new Sizes(12, 768, 12, 3072, 1e-5f, Activation.QUICK_GELU);
  private static final Sizes CLIP_TEXT = new Sizes(12, 512, 8, 2048, 1e-5f, Activation.QUICK_GELU);

  /** Edges in pixels: of an image, and of the patches that it is cut into. */
  record Edges(int image, int patch) {
    private static Edges read(ModelConfig json, int image, int patch) {
      var edges = new Edges(json.positive("image_size", image), json.positive("patch_size", patch));
      if (edges.patch > edges.image) {
        throw json.wrong(
            "patch_size", "found " + edges.patch + "; expected at most image_size " + edges.image);
      }
      return edges;
    }

    /** Positions of an image, with that of the class token. */
    long positions() {
      long side = image / patch;
      return side * side + 1;
    }
  }

  /** Reads a BLIP's; a {@link DataError} where it is none, or a number makes no sense. */
  static VisionConfig blip(Path file) {
    var json = ModelConfig.read(file);
    json.oneOf("model_type", "", List.of("blip"));
    var image = json.below("vision_config");
    var text = json.below("text_config");
    return new VisionConfig(
        Sizes.read(image, BLIP_IMAGE),
        Edges.read(image, 384, 16),
        Sizes.read(text, BLIP_TEXT),
        text.positive("vocab_size", 30524),
        text.positive("max_position_embeddings", 512),
        text.positive("bos_token_id", 30522),
        text.positive("sep_token_id", 102),
        0);
  }

  /** As {@link #blip}, a CLIP's. */
  static VisionConfig clip(Path file) {
    var json = ModelConfig.read(file);
    json.oneOf("model_type", "", List.of("clip"));
    var image = json.below("vision_config");
    var text = json.below("text_config");
    return new VisionConfig(
        Sizes.read(image, CLIP_IMAGE),
        Edges.read(image, 224, 32),
        Sizes.read(text, CLIP_TEXT),
        text.positive("vocab_size", 49408),
        text.positive("max_position_embeddings", 77),
        0,
        text.positive("eos_token_id", 49407),
        json.positive("projection_dim", 512));
  }

  /** The position whose state stands for a CLIP's text; the first where there is no such token. */
  int endOf(long[] ids) {
    int at = 0;
    for (int i = 0; i < ids.length; i++) {
      if (end != LEGACY_END && ids[i] == end) {
        return i;
      }
      if (end == LEGACY_END && ids[i] > ids[at]) {
        at = i;
      }
    }
    return at;
  }
}
