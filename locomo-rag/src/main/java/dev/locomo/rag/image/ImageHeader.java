package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The size that an image says it has, at least 1 x 1, found without decoding anything: the largest
 * of all areas that a decoder would make room for.
 */
public record ImageHeader(ImageFormat format, int width, int height) {
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
            case PNG -> ofPng(ByteBuffer.wrap(bytes));
            case GIF -> Gif.read(bytes).header();
            case JPEG -> Jpeg.read(bytes).header();
            case WEBP -> WebP.header(bytes);
            case BMP -> ofBmp(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            case TIFF -> new Tiff(ByteBuffer.wrap(bytes)).header();
            case AVIF -> Avif.header(bytes);
          };
      if (header.width < 1 || header.height < 1) {
        throw new ImageError(
            "is " + format.one() + " of " + header.width + " x " + header.height + " pixels");
      }
      return header;
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new ImageError("is " + format.one() + " that is cut off or damaged", e);
    }
  }

  private static ImageHeader ofPng(ByteBuffer png) {
    return new ImageHeader(ImageFormat.PNG, png.getInt(16), png.getInt(20));
  }

  /** Rows that are stored from the top have a height below 0. */
  private static ImageHeader ofBmp(ByteBuffer bmp) {
    return bmp.getInt(14) == 12
        ? new ImageHeader(ImageFormat.BMP, bmp.getShort(18), bmp.getShort(20))
        : new ImageHeader(ImageFormat.BMP, bmp.getInt(18), Math.abs(bmp.getInt(22)));
  }

  private static String looksLike(byte[] bytes) {
    if (bytes.length == 0) {
      return "; found nothing";
    }
    String start =
        new String(bytes, 0, Math.min(bytes.length, 12), US_ASCII).replaceAll("[^ -~]", ".");
    return "; found bytes that start with \"" + start + "\"";
  }

  /** Pixels of the area. */
  public long pixels() {
    return (long) width * height;
  }

  ImageHeader or(int otherWidth, int otherHeight) {
    return new ImageHeader(format, Math.max(width, otherWidth), Math.max(height, otherHeight));
  }
}
