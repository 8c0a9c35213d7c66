package dev.locomo.rag.image;

import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a GIF says before the pixels of its first frame.
 *
 * @param width of the screen, extended to the frame, as is {@code height}
 * @param left where the frame starts
 * @param transparent index of the transparent colour, or -1 without one
 * @param palette the frame's own or the common one: red, green, blue; empty for a gray ramp
 */
record Gif(int width, int height, int left, int top, int transparent, byte[] palette) {
  private static final int FRAME = 0x2c;
  private static final int EXTENSION = 0x21;
  private static final int CONTROL = 0xf9;

  /**
   * Reads up to the first frame.
   *
   * @throws java.nio.BufferUnderflowException when it is cut off
   * @throws IllegalArgumentException when something else comes before the frame
   */
  static Gif read(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(6);
    int width = u16(in);
    int height = u16(in);
    int flags = in.get();
    in.getShort(); // background, which is not used, and aspect
    byte[] common = palette(in, flags);
    int transparent = -1;
    for (int block = in.get(); block != FRAME; block = in.get()) {
      if (block != EXTENSION) {
        throw new IllegalArgumentException("neither a frame nor an extension");
      }
      boolean control = (in.get() & 0xff) == CONTROL;
      if (control && (in.get(in.position() + 1) & 1) != 0) {
        transparent = in.get(in.position() + 4) & 0xff;
      }
      for (int length = in.get() & 0xff; length > 0; length = in.get() & 0xff) {
        in.position(in.position() + length);
      }
    }
    int left = u16(in);
    int top = u16(in);
    int right = left + u16(in);
    int bottom = top + u16(in);
    byte[] own = palette(in, in.get());
    return new Gif(
        Math.max(width, right),
        Math.max(height, bottom),
        left,
        top,
        transparent,
        own.length > 0 ? own : common);
  }

  private static byte[] palette(ByteBuffer in, int flags) {
    byte[] palette = new byte[(flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1)];
    in.get(palette);
    return palette;
  }

  private static int u16(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }

  ImageHeader header() {
    return new ImageHeader(ImageFormat.GIF, width, height);
  }

  /**
   * The frame, indices into the palette, on its screen. Where it does not reach, the screen has the
   * transparent colour, or else the palette's first: Pillow's choice.
   */
  RgbImage pixels(Raster frame) {
    var image = RgbImage.blank(width, height);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int inX = x - left;
        int inY = y - top;
        boolean covered = inX >= 0 && inY >= 0 && inX < frame.getWidth() && inY < frame.getHeight();
        int index =
            covered
                ? frame.getSample(frame.getMinX() + inX, frame.getMinY() + inY, 0)
                : Math.max(transparent, 0);
        for (int band = 0; band < RgbImage.BANDS; band++) {
          image.pixels()[at++] = (byte) colour(index, band);
        }
      }
    }
    return image;
  }

  /** 0 to 255; an index that the palette lacks is a gray. */
  private int colour(int index, int band) {
    int at = index * RgbImage.BANDS + band;
    return at < palette.length ? palette[at] & 0xff : index;
  }
}
