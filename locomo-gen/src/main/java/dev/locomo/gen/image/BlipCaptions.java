package dev.locomo.gen.image;

import dev.locomo.gen.prompt.Line;
import dev.locomo.rag.image.ImageDecoder;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.BlipCaptioner;
import dev.locomo.rag.vision.CaptionSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * BLIP's captions with the settings of the published data. A picture that it cannot read keeps its
 * source's caption. One picture at a time.
 */
public final class BlipCaptions implements AutoCloseable {
  /** The checkpoint of the published data. */
  public static final String MODEL = "Salesforce/blip-image-captioning-large";

  private final BlipCaptioner blip;

  private BlipCaptions(BlipCaptioner blip) {
    this.blip = blip;
  }

  /**
   * Loads it.
   *
   * @param folder of the checkpoint's files
   * @throws dev.locomo.core.error.DataError when a file is missing or cannot be used
   */
  public static BlipCaptions load(Path folder) {
    return new BlipCaptions(BlipCaptioner.load(folder, CaptionSettings.PUBLISHED));
  }

  /** The weights' hash and the precision. */
  public String id() {
    return blip.id();
  }

  /** What a picture shows, or empty when it cannot be read. */
  public synchronized Optional<String> caption(byte[] picture) {
    try {
      float[] pixels = blip.pixels(ImageDecoder.decode(picture));
      String caption = Line.of(blip.captions(List.of(pixels)).getFirst());
      return Line.blank(caption) ? Optional.empty() : Optional.of(caption);
    } catch (ImageError e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    blip.close();
  }
}
