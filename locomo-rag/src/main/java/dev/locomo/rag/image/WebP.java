package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
import org.jspecify.annotations.Nullable;

/**
 * The colours of a lossy WebP, which are stored at half the resolution of its brightness: spread
 * and converted as libwebp does by default.
 *
 * <p><b>Source</b> {@code upsampling.c} and {@code yuv.h} of libwebp.
 */
final class WebP {
  private static final int CHUNK_HEADER = 8;

  private final Raster luma;
  private final Raster blue;
  private final Raster red;

  private WebP(VP8Frame frame) {
    luma = frame.getDebugImageYBuffer().getRaster();
    blue = frame.getDebugImageUBuffer().getRaster();
    red = frame.getDebugImageVBuffer().getRaster();
  }

  /** A part of a little-endian file, from its header on. */
  private record Chunk(ByteBuffer file, int at) {
    static @Nullable Chunk first(byte[] bytes) {
      return at(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 12);
    }

    private static @Nullable Chunk at(ByteBuffer file, long at) {
      return file.limit() - at < CHUNK_HEADER ? null : new Chunk(file, (int) at);
    }

    String type() {
      return new String(file.array(), at, 4, ISO_8859_1);
    }

    long length() {
      return Integer.toUnsignedLong(file.getInt(at + 4));
    }

    /** All from its first byte on. */
    ByteBuffer content() {
      int from = at + CHUNK_HEADER;
      return file.slice(from, file.limit() - from).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A frame of an animation holds chunks: it goes into it, past its own 16 bytes. */
    @Nullable Chunk next() {
      long past = type().equals("ANMF") ? 16 : length() + (length() & 1);
      return at(file, at + CHUNK_HEADER + past);
    }
  }

  /** The size; throws what says that it is cut off or damaged. */
  static ImageHeader header(byte[] bytes) {
    int announced = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
    if (Integer.toUnsignedLong(announced) > bytes.length - CHUNK_HEADER) {
      // A decoder that makes up the rest would not tell.
      throw new IllegalArgumentException("shorter than announced");
    }
    var header = new ImageHeader(ImageFormat.WEBP, 0, 0);
    for (var chunk = Chunk.first(bytes); chunk != null; chunk = chunk.next()) {
      var in = chunk.content();
      header =
          switch (chunk.type()) {
            case "VP8X" -> header.or(u24(in, 4) + 1, u24(in, 7) + 1);
            case "ANMF" ->
                header.or(2 * u24(in, 0) + u24(in, 6) + 1, 2 * u24(in, 3) + u24(in, 9) + 1);
            case "VP8L" ->
                header.or((in.getInt(1) & 0x3fff) + 1, ((in.getInt(1) >>> 14) & 0x3fff) + 1);
            case "VP8 " -> header.or(in.getShort(6) & 0x3fff, in.getShort(8) & 0x3fff);
            default -> header;
          };
    }
    return header;
  }

  private static int u24(ByteBuffer in, int at) {
    return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xff) << 16;
  }

  /** The lossy picture of a file that is neither lossless nor an animation. */
  static Optional<byte[]> lossy(byte[] bytes) {
    for (var chunk = Chunk.first(bytes); chunk != null; chunk = chunk.next()) {
      String type = chunk.type();
      if (type.equals("VP8 ")) {
        byte[] picture = new byte[(int) Math.min(chunk.length(), chunk.content().remaining())];
        chunk.content().get(picture);
        return Optional.of(picture);
      }
      if (type.equals("VP8L") || type.equals("ANMF")) {
        break;
      }
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
      return new WebP(frame).pixels(header.width(), header.height());
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
