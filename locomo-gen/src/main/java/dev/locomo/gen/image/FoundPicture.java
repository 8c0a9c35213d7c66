package dev.locomo.gen.image;

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
  public static final int LARGEST = 10 << 20;

  /** The file's name ending by its first bytes, or an empty text when it is no picture. */
  public String ending() {
    if (starts(0, 0xFF, 0xD8, 0xFF)) {
      return "jpg";
    }
    if (starts(0, 0x89, 'P', 'N', 'G')) {
      return "png";
    }
    if (starts(0, 'G', 'I', 'F', '8')) {
      return "gif";
    }
    return starts(0, 'R', 'I', 'F', 'F') && starts(8, 'W', 'E', 'B', 'P') ? "webp" : "";
  }

  private boolean starts(int offset, int... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (bytes.length <= offset + i || (bytes[offset + i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }
}
