package dev.locomo.rag.caption;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.rag.image.ImageDecoder;
import dev.locomo.rag.image.ImageError;
import dev.locomo.rag.vision.ImageCaptioner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
   */
  record Loaded(String sha256, float[] pixels) {}

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
    byte[] bytes = picture.file() != null ? read(picture.file()) : fetched(picture);
    decoding.lock();
    try {
      return new Loaded(sha256(bytes), captioner.pixels(ImageDecoder.decode(bytes)));
    } catch (ImageError e) {
      throw new FetchError(String.valueOf(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new FetchError("needs more memory than there is", e);
    } finally {
      decoding.unlock();
    }
  }

  private byte[] fetched(Picture picture) throws FetchError {
    FetchError last = new FetchError("has neither a file that is there nor an address");
    for (String url : picture.urls()) {
      try {
        return web.get(url);
      } catch (FetchError e) {
        last = e;
      }
    }
    throw last;
  }

  private byte[] read(Path file) throws FetchError {
    int most = web.limits().bytes();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new FetchError("is longer than " + most + " bytes");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new FetchError("is not there", e);
    } catch (IOException e) {
      throw new FetchError("cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Of the file as it is now. */
  String sha256(Path file) throws FetchError {
    return sha256(read(file));
  }

  private static String sha256(byte[] bytes) {
    var digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.hex(digest);
  }
}
