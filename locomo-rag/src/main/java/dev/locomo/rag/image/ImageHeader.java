package dev.locomo.rag.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The size that an image says it has, found without decoding anything: the largest of all areas
 * that a decoder would make room for.
 *
 * @param format told by the first bytes
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 */
public record ImageHeader(ImageFormat format, int width, int height) {
  private static final int CHUNK_HEADER = 8;

  /**
   * Reads the header.
   *
   * @throws ImageError when it is no image of a known format, is cut off, or has no area
   */
  public static ImageHeader read(byte[] bytes) throws ImageError {
    ImageFormat format =
        ImageFormat.of(bytes)
            .orElseThrow(() ->
                new ImageError("is no image; expected " + ImageFormat.NAMES + looksLike(bytes)));
    try {
      var header =
          switch (format) {
            case PNG -> png(bytes);
            case GIF -> GifHeader.read(bytes).size();
            case JPEG -> JpegHeader.read(bytes).size();
            case WEBP -> webp(bytes);
          };
      if (header.width < 1 || header.height < 1) {
        throw new ImageError(
            "is a " + format + " of " + header.width + " x " + header.height + " pixels");
      }
      return header;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ImageError("is a " + format + " that is cut off or damaged", e);
    }
  }

  private static String looksLike(byte[] bytes) {
    if (bytes.length == 0) {
      return "; found nothing";
    }
    String start =
        new String(bytes, 0, Math.min(bytes.length, 12), java.nio.charset.StandardCharsets.US_ASCII)
            .replaceAll("[^ -~]", ".");
    return "; found bytes that start with \"" + start + "\"";
  }

  /** Pixels of the area. */
  public long pixels() {
    return (long) width * height;
  }

  private ImageHeader or(int otherWidth, int otherHeight) {
    return new ImageHeader(format, Math.max(width, otherWidth), Math.max(height, otherHeight));
  }

  private static ImageHeader png(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes).position(16);
    return new ImageHeader(ImageFormat.PNG, in.getInt(), in.getInt());
  }

  private static ImageHeader webp(byte[] bytes) {
    var header = new ImageHeader(ImageFormat.WEBP, 0, 0);
    var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (Integer.toUnsignedLong(in.getInt(4)) > bytes.length - CHUNK_HEADER) {
      // A decoder that makes up the rest would not tell.
      throw new IllegalArgumentException("shorter than announced");
    }
    in.position(12);
    while (in.remaining() >= CHUNK_HEADER) {
      int type = Integer.reverseBytes(in.getInt());
      long length = Integer.toUnsignedLong(in.getInt());
      var chunk = in.slice().order(ByteOrder.LITTLE_ENDIAN);
      header = header.with(type, chunk);
      // A frame of an animation holds chunks: go into it, past its own 16 bytes.
      long past = type == code("ANMF") ? 16 : length + (length & 1);
      in.position((int) Math.min(in.limit(), in.position() + past));
    }
    return header;
  }

  private ImageHeader with(int type, ByteBuffer chunk) {
    if (type == code("VP8X")) {
      return or(u24(chunk, 4) + 1, u24(chunk, 7) + 1);
    }
    if (type == code("ANMF")) {
      return or(2 * u24(chunk, 0) + u24(chunk, 6) + 1, 2 * u24(chunk, 3) + u24(chunk, 9) + 1);
    }
    if (type == code("VP8L")) {
      int bits = chunk.getInt(1);
      return or((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    if (type == code("VP8 ")) {
      return or(chunk.getShort(6) & 0x3fff, chunk.getShort(8) & 0x3fff);
    }
    return this;
  }

  private static int code(String type) {
    return ByteBuffer.wrap(type.getBytes(java.nio.charset.StandardCharsets.US_ASCII)).getInt();
  }

  private static int u24(ByteBuffer in, int at) {
    return Short.toUnsignedInt(in.getShort(at)) | (in.get(at + 2) & 0xff) << 16;
  }
}
