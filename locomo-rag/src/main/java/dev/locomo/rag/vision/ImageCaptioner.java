package dev.locomo.rag.vision;

import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.RgbImage;
import java.util.List;

/** Says what images show. */
public interface ImageCaptioner extends AutoCloseable {
  /**
   * What the captions depend on besides the images and the settings: the weights, the precision.
   */
  String id();

  /**
   * The input made of an image, much smaller than it. Safe for many threads.
   *
   * @throws ImageError when the image is too long and thin
   */
  float[] pixels(RgbImage image) throws ImageError;

  /**
   * One caption an image, in order; for none there are none.
   *
   * @param pixels what {@link #pixels} gave
   */
  List<String> captions(List<float[]> pixels);

  @Override
  void close();
}
