package dev.locomo.core.llm.picture;

/**
 * A picture in a message to a model.
 *
 * @param label what the message's text calls it, for example {@code picture D3:5}
 * @param sha256 of the file it was made of and of how it was scaled: what identifies it
 * @param width in pixels as it is sent, at least 1; so is {@code height}
 * @param type its media type, for example {@code image/jpeg}
 * @param base64 its bytes
 */
public record ShownPicture(
    String label, String sha256, int width, int height, String type, String base64) {
  /** The same under another name. */
  public ShownPicture named(String other) {
    return new ShownPicture(other, sha256, width, height, type, base64);
  }

  /** Without its bytes. */
  @Override
  public String toString() {
    return label + " (" + width + " x " + height + ", " + sha256 + ")";
  }
}
