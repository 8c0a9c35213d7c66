package dev.locomo.rag.vision;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.picture.ShownPicture;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.RgbImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what images show. */
public interface ImageCaptioner extends AutoCloseable {
  /**
   * What the captions depend on besides the images and the settings: the weights, the precision.
   */
  String id();

  /** The chat model that is asked; null for a network on this machine. */
  default @Nullable ModelSpec model() {
    return null;
  }

  /**
   * What is made of an image, much smaller than it.
   *
   * @param name of the image
   * @param pixels input of a network; empty for a chat model
   * @param picture what a chat model is shown; null for a network
   */
  record Input(String name, float[] pixels, @Nullable ShownPicture picture) {}

  /**
   * The input made of an image. Safe for many threads.
   *
   * @param sha256 of its file
   * @throws ImageError when the image is too long and thin
   */
  Input input(String name, String sha256, RgbImage image) throws ImageError;

  /**
   * One caption an image, in order; for none there are none.
   *
   * @param calls the way to a chat model
   * @throws dev.locomo.core.llm.ProviderError when a chat model gives no reply
   */
  List<String> captions(List<Input> inputs, Calls calls) throws InterruptedException;

  /**
   * The caption of one image by a network on this machine.
   *
   * @throws ImageError when the image is too long and thin
   * @throws IllegalStateException of a chat model
   */
  default String caption(RgbImage image) throws ImageError, InterruptedException {
    Calls nobody =
        (step, _) -> {
          throw new IllegalStateException("no model is asked for " + step);
        };
    return captions(List.of(input("", "", image)), nobody).getFirst();
  }

  @Override
  void close();
}
