package dev.locomo.rag.image;

/**
 * Pixels of eight bits a colour.
 *
 * @param width at least 1
 * @param height at least 1
 * @param pixels {@code height * width * 3} bytes: row by row, red, green, blue
 */
public record RgbImage(int width, int height, byte[] pixels) {
  /** Colours of a pixel. */
  static final int BANDS = 3;

  static RgbImage blank(int width, int height) {
    return new RgbImage(
        width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), BANDS)]);
  }

  /** A colour of a pixel, 0 to 255. */
  public int at(int x, int y, int band) {
    return pixels[(y * width + x) * BANDS + band] & 0xff;
  }
}
