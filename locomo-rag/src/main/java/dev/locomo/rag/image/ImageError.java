package dev.locomo.rag.image;

/**
 * An image that is not read: what it is and what was expected instead. The message is a sentence
 * part.
 */
public final class ImageError extends Exception {
  ImageError(String message) {
    super(message);
  }

  ImageError(String message, Throwable cause) {
    super(message, cause);
  }
}
