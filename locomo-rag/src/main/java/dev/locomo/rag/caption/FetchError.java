package dev.locomo.rag.caption;

/** An image that could not be had: the message is a sentence part that says why. */
public final class FetchError extends Exception {
  private static final long serialVersionUID = 1;

  FetchError(String message) {
    super(message);
  }

  FetchError(String message, Throwable cause) {
    super(message, cause);
  }
}
