package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The formats that are read, told by their first bytes and never by a file's name. */
public enum ImageFormat {
  JPEG("\u00ff\u00d8\u00ff", "jpg", "jpeg", "jpe", "jfif"),
  PNG("\u0089PNG\r\n\u001a\n", "png", "apng"),
  GIF("GIF8", "gif"),
  WEBP("RIFF", "webp") {
    @Override
    boolean starts(byte[] bytes) {
      return super.starts(bytes)
          && bytes.length >= 12
          && new String(bytes, 8, 4, ISO_8859_1).equals("WEBP");
    }
  },
  BMP("BM", "bmp"),
  TIFF("", "tif", "tiff") {
    @Override
    boolean starts(byte[] bytes) {
      String start = new String(bytes, 0, Math.min(4, bytes.length), ISO_8859_1);
      return start.equals("II*\0") || start.equals("MM\0*");
    }
  },
  AVIF("", "avif") {
    @Override
    boolean starts(byte[] bytes) {
      return bytes.length >= 12 && new String(bytes, 4, 8, ISO_8859_1).matches("ftypavi[fs]");
    }
  };

  /** For messages. */
  public static final String NAMES = "JPEG, PNG, GIF, WebP, BMP, TIFF or AVIF";

  private final byte[] magic;
  private final List<String> endings;

  ImageFormat(String magic, String... endings) {
    this.magic = magic.getBytes(ISO_8859_1);
    this.endings = List.of(endings);
  }

  boolean starts(byte[] bytes) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /** What names of such files end in, for example {@code jpg}. */
  public String ending() {
    return endings.getFirst();
  }

  /** For messages: {@code a JPEG}, {@code an AVIF}. */
  String one() {
    return (this == AVIF ? "an " : "a ") + this;
  }

  /** Whether its colours may differ from what Pillow reads, by up to 8 of 255. */
  public boolean isApproximate() {
    return this == AVIF;
  }

  /** Whether a name ends as those of another format do. */
  public boolean contradicts(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).anyMatch(f -> f != this && f.endings.contains(ending));
  }

  /** The format of a file with these first bytes (12 are enough). */
  public static Optional<ImageFormat> of(byte[] bytes) {
    return Arrays.stream(values()).filter(f -> f.starts(bytes)).findFirst();
  }
}
