package dev.locomo.rag.image;

import java.awt.image.Raster;

/** The first frame of a GIF on its screen. */
final class GifPixels {
  private GifPixels() {}

  /**
   * Where the frame does not reach, the screen has the transparent colour, or else the palette's
   * first: Pillow's choice.
   *
   * @param frame indices into the palette
   */
  static RgbImage of(Raster frame, GifHeader header) {
    var image = RgbImage.blank(header.width(), header.height());
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int inX = x - header.left();
        int inY = y - header.top();
        boolean covered = inX >= 0 && inY >= 0 && inX < frame.getWidth() && inY < frame.getHeight();
        int index =
            covered
                ? frame.getSample(frame.getMinX() + inX, frame.getMinY() + inY, 0)
                : Math.max(header.transparent(), 0);
        for (int band = 0; band < RgbImage.BANDS; band++) {
          int at = (y * image.width() + x) * RgbImage.BANDS + band;
          image.pixels()[at] = (byte) header.colour(index, band);
        }
      }
    }
    return image;
  }
}
