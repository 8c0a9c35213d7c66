package dev.locomo.rag.image;

import java.awt.image.Raster;

/**
 * Pixels of eight bits a colour; at least one.
 *
 * @param pixels {@code height * width * 3} bytes: row by row, red, green, blue
 */
public record RgbImage(int width, int height, byte[] pixels) {
  /** Colours of a pixel. */
  static final int BANDS = 3;

  static RgbImage blank(int width, int height) {
    return new RgbImage(
        width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), BANDS)]);
  }

  /** From what a decoder has for a pixel, from {@code x} of a row on, to its colours. */
  interface Colours {
    void put(int[] row, int x, int[] rgb);
  }

  /** Converts a raster row by row. */
  static RgbImage of(Raster raster, Colours colours) {
    var image = blank(raster.getWidth(), raster.getHeight());
    int bands = raster.getNumBands();
    int[] row = new int[image.width * bands];
    int[] rgb = new int[BANDS];
    int at = 0;
    for (int y = 0; y < image.height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.width, 1, row);
      for (int x = 0; x < row.length; x += bands) {
        colours.put(row, x, rgb);
        for (int colour : rgb) {
          image.pixels[at++] = (byte) colour;
        }
      }
    }
    return image;
  }

  /** A colour of a pixel, 0 to 255. */
  public int at(int x, int y, int band) {
    return pixels[(y * width + x) * BANDS + band] & 0xff;
  }
}
