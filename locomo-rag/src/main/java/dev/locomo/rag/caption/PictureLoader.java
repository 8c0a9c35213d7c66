package dev.locomo.rag.caption;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.image.ImageFormat;
import dev.locomo.rag.vision.ImageCaptioner;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/** Gets an image, from a file or the web, and makes the captioner's input of it. */
final class PictureLoader {
  private final PublicWeb web;
  private final ImageCaptioner captioner;

  /** Decoded images are large: there is one at a time. */
  private final ReentrantLock decoding = new ReentrantLock();

  /**
   * An image that is ready.
   *
   * @param sha256 of its bytes
   * @param pixels for the captioner
   * @param format told by its first bytes
   */
  record Loaded(String sha256, float[] pixels, ImageFormat format) {}

  PictureLoader(PublicWeb web, ImageCaptioner captioner) {
    this.web = web;
    this.captioner = captioner;
  }

  /**
   * Loads it.
   *
   * @throws FetchError when it is nowhere, too long, or no image that can be read
   */
  Loaded load(Picture picture) throws FetchError {
    byte[] bytes =
        picture.file() == null
            ? web.first(picture.urls(), (_, file) -> file)
            : PictureStore.bytes(picture.file(), web.limits().bytes());
    decoding.lock();
    try {
      float[] pixels = captioner.pixels(PictureStore.decoded(bytes));
      return new Loaded(sha256(bytes), pixels, ImageFormat.of(bytes).orElseThrow());
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    } finally {
      decoding.unlock();
    }
  }

  /** Of the file as it is now. */
  String sha256(Path file) throws FetchError {
    return sha256(PictureStore.bytes(file, web.limits().bytes()));
  }

  private static String sha256(byte[] bytes) {
    var digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }
}
