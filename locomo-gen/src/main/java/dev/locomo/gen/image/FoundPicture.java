package dev.locomo.gen.image;

import dev.locomo.rag.image.ImageFormat;

/**
 * A picture that a source has.
 *
 * @param url where it is; of a local one its file name
 * @param caption what it shows, one line; not empty
 * @param licence as its source names it; {@code unknown} when it does not
 * @param credit whom to name; may be empty
 * @param bytes the file
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record FoundPicture(
    String url, String caption, String licence, String credit, byte[] bytes) {
  /** Most bytes of a file. */
  static final int LARGEST = 10 << 20;

  /** The file's name ending by its first bytes, or an empty text when it is no picture. */
  String ending() {
    return ImageFormat.of(bytes).map(ImageFormat::ending).orElse("");
  }
}
