package dev.locomo.rag.image;

import dev.locomo.rag.image.JpegHeader.Colours;
import java.awt.image.Raster;

/**
 * From the components of a JPEG to colours: the integer arithmetic of libjpeg, and Pillow's for
 * inks. Profiles and rotations that the file may ask for are left alone, as Pillow leaves them.
 *
 * <p><b>Source</b> {@code jdcolor.c} of libjpeg; {@code Convert.c} of Pillow.
 */
final class JpegPixels {
  private static final int HALF = 1 << 15;
  private static final int CR_RED = fixed(1.40200);
  private static final int CB_BLUE = fixed(1.77200);
  private static final int CR_GREEN = fixed(0.71414);
  private static final int CB_GREEN = fixed(0.34414);

  private JpegPixels() {}

  private static int fixed(double x) {
    return (int) (x * 65536 + 0.5);
  }

  /** Reads the raster row by row. */
  static RgbImage of(Raster raster, Colours colours) {
    var image = RgbImage.blank(raster.getWidth(), raster.getHeight());
    int bands = raster.getNumBands();
    int[] row = new int[image.width() * bands];
    int[] rgb = new int[RgbImage.BANDS];
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, image.width(), 1, row);
      for (int x = 0; x < row.length; x += bands) {
        toRgb(row, x, colours, rgb);
        for (int colour : rgb) {
          image.pixels()[at++] = (byte) colour;
        }
      }
    }
    return image;
  }

  private static void toRgb(int[] row, int x, Colours colours, int[] rgb) {
    switch (colours) {
      case GRAY -> java.util.Arrays.fill(rgb, row[x]);
      case RGB -> System.arraycopy(row, x, rgb, 0, rgb.length);
      case YCC -> fromYcc(row, x, rgb);
      case CMYK -> inked(row[x], row[x + 1], row[x + 2], row[x + 3], rgb);
      case YCCK -> {
        fromYcc(row, x, rgb);
        inked(255 - rgb[0], 255 - rgb[1], 255 - rgb[2], row[x + 3], rgb);
      }
    }
  }

  private static void fromYcc(int[] row, int x, int[] rgb) {
    int luma = row[x];
    int cb = row[x + 1] - 128;
    int cr = row[x + 2] - 128;
    rgb[0] = clamp(luma + ((CR_RED * cr + HALF) >> 16));
    rgb[1] = clamp(luma + ((-CB_GREEN * cb + HALF - CR_GREEN * cr) >> 16));
    rgb[2] = clamp(luma + ((CB_BLUE * cb + HALF) >> 16));
  }

  /** Stored inks are inverted: 255 is none. */
  private static void inked(int cyan, int magenta, int yellow, int black, int[] rgb) {
    rgb[0] = left(255 - cyan, black);
    rgb[1] = left(255 - magenta, black);
    rgb[2] = left(255 - yellow, black);
  }

  private static int left(int ink, int light) {
    int product = ink * light + 128;
    return clamp(light - (((product >> 8) + product) >> 8));
  }

  private static int clamp(int x) {
    return Math.clamp(x, 0, 255);
  }
}
