package dev.locomo.rag.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which way up an image is read. */
public enum Orientation {
  /** As its pixels are stored, which is how Pillow opens it: a TIFF alone is turned. */
  STORED,
  /** As its Exif says that the camera was held, which is what {@code exif_transpose} gives. */
  EXIF;

  /** Adds what identifies a run that reads images so; nothing where they are as they are stored. */
  public void describe(Map<String, String> on) {
    if (this != STORED) {
      on.put("orientation", name().toLowerCase(Locale.ROOT));
    }
  }

  /** Whether an image stands otherwise than its pixels are stored. */
  public boolean turns(byte[] bytes) throws ImageError {
    var format = ImageFormat.of(bytes).orElseThrow();
    return this == EXIF && of(format, bytes) != 1;
  }

  /** As Exif has it, 1 for one that stands as it is stored; of an AVIF always 1. */
  static int of(ImageFormat format, byte[] bytes) throws ImageError {
    try {
      @Nullable ByteBuffer exif =
          switch (format) {
            case JPEG -> Jpeg.read(bytes).exif();
            case PNG -> ofPng(ByteBuffer.wrap(bytes));
            case WEBP -> WebP.exif(bytes);
            case TIFF -> ByteBuffer.wrap(bytes);
            case GIF, BMP, AVIF -> null;
          };
      return exif == null ? 1 : new Tiff(exif).orientation();
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return 1; // damage in what is said beside the pixels
    }
  }

  private static @Nullable ByteBuffer ofPng(ByteBuffer png) {
    for (long at = 8; at + 12 <= png.limit(); ) {
      int chunk = (int) at;
      long length = Integer.toUnsignedLong(png.getInt(chunk));
      if (png.getInt(chunk + 4) == 0x65584966) { // eXIf
        return png.slice(chunk + 8, (int) Math.min(length, png.limit() - chunk - 8));
      }
      at += 12 + length;
    }
    return null;
  }
}
