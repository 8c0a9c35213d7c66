package dev.locomo.rag.image;

import com.twelvemonkeys.imageio.plugins.webp.vp8.VP8Frame;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The colours of a lossy WebP, which are stored at half the resolution of its brightness: spread
 * and converted as libwebp does by default.
 *
 * <p><b>Source</b> {@code upsampling.c} and {@code yuv.h} of libwebp.
 */
final class WebPPixels {
  private static final int CHUNK_HEADER = 8;

  private final Raster luma;
  private final Raster blue;
  private final Raster red;

  private WebPPixels(VP8Frame frame) {
    luma = frame.getDebugImageYBuffer().getRaster();
    blue = frame.getDebugImageUBuffer().getRaster();
    red = frame.getDebugImageVBuffer().getRaster();
  }

  /** The lossy picture of a file that is neither lossless nor an animation. */
  static Optional<byte[]> lossy(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(12);
    while (in.remaining() >= CHUNK_HEADER) {
      byte[] type = new byte[4];
      in.get(type);
      long length = Integer.toUnsignedLong(in.getInt());
      byte[] content = new byte[(int) Math.min(length, in.remaining())];
      in.get(content);
      String name = new String(type, java.nio.charset.StandardCharsets.ISO_8859_1);
      if (name.equals("VP8 ")) {
        return Optional.of(content);
      }
      if (name.equals("VP8L") || name.equals("ANMF")) {
        break;
      }
      in.position((int) Math.min(in.limit(), in.position() + (length & 1)));
    }
    return Optional.empty();
  }

  /** Decodes a picture of this size. */
  static RgbImage of(byte[] picture, ImageHeader header) throws IOException {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(picture))) {
      in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
      var frame = new VP8Frame(in, false);
      var raster =
          new BufferedImage(header.width(), header.height(), BufferedImage.TYPE_3BYTE_BGR)
              .getRaster();
      boolean decoded = frame.decode(raster, new ImageReadParam());
      boolean whole = frame.getWidth() == header.width() && frame.getHeight() == header.height();
      if (!decoded || !whole) {
        throw new IOException("the picture is not of the announced kind and size");
      }
      return new WebPPixels(frame).pixels(header.width(), header.height());
    }
  }

  private RgbImage pixels(int width, int height) {
    var image = RgbImage.blank(width, height);
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int light = luma.getSample(x, y, 0) * 19077 >> 8;
        int u = spread(blue, x, y);
        int v = spread(red, x, y);
        image.pixels()[at++] = clip(light + (v * 26149 >> 8) - 14234);
        image.pixels()[at++] = clip(light - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708);
        image.pixels()[at++] = clip(light + (u * 33050 >> 8) - 17685);
      }
    }
    return image;
  }

  /** Nine parts of the nearest sample, three of each neighbour, one of the one across. */
  private static int spread(Raster plane, int x, int y) {
    int besideX = (x & 1) == 0 ? x - 1 : x + 1;
    int besideY = (y & 1) == 0 ? y - 1 : y + 1;
    int row = besideY < 0 || besideY >= plane.getHeight() ? y : besideY;
    int near = plane.getSample(x, y, 0);
    int vertical = plane.getSample(x, row, 0);
    if (besideX < 0 || besideX >= plane.getWidth()) {
      return (3 * near + vertical + 2) >> 2;
    }
    int horizontal = plane.getSample(besideX, y, 0);
    int across = plane.getSample(besideX, row, 0);
    int sum = near + vertical + horizontal + across + 8;
    return (((sum + 2 * (horizontal + vertical)) >> 3) + near) >> 1;
  }

  private static byte clip(int value) {
    return (byte) Math.clamp(value >> 6, 0, 255);
  }
}
