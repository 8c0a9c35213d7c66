package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats that are read, told by their first bytes and never by a file's name. */
public enum ImageFormat {
  JPEG("\u00ff\u00d8\u00ff"),
  PNG("\u0089PNG\r\n\u001a\n"),
  GIF("GIF8"),
  WEBP("RIFF") {
    @Override
    boolean starts(byte[] bytes) {
      return super.starts(bytes)
          && bytes.length >= 12
          && new String(bytes, 8, 4, ISO_8859_1).equals("WEBP");
    }
  };

  /** For messages. */
  public static final String NAMES = "JPEG, PNG, GIF or WebP";

  private final byte[] magic;

  ImageFormat(String magic) {
    this.magic = magic.getBytes(ISO_8859_1);
  }

  boolean starts(byte[] bytes) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
  }

  /** What names of such files end in: {@code jpg}, {@code png}, {@code gif} or {@code webp}. */
  public String ending() {
    return this == JPEG ? "jpg" : name().toLowerCase(Locale.ROOT);
  }

  /** The format of a file with these first bytes (12 are enough). */
  public static Optional<ImageFormat> of(byte[] bytes) {
    return Arrays.stream(values()).filter(f -> f.starts(bytes)).findFirst();
  }
}
