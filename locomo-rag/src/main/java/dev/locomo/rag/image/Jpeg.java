package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the markers of a JPEG say before its first scan, and from its components to colours: the
 * integer arithmetic of libjpeg, and Pillow's for inks. Profiles that the file may have are left
 * alone, as Pillow leaves them.
 *
 * <p><b>Source</b> {@code jdcolor.c} of libjpeg; {@code Convert.c} of Pillow.
 *
 * @param components ids of its colour components
 * @param progressive whether its scans refine each other
 * @param jfif whether it has a JFIF marker
 * @param adobe the colour transform that an Adobe marker names, or -1 without one
 * @param exif what a camera says of it, in the form of a TIFF; null when it says nothing
 */
record Jpeg(
    int width,
    int height,
    int[] components,
    boolean progressive,
    boolean jfif,
    int adobe,
    @Nullable ByteBuffer exif) {
  private static final int SOF2 = 0xc2;
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int APP0 = 0xe0;
  private static final int APP1 = 0xe1;
  private static final String EXIF = "Exif\0\0";
  private static final int APP14 = 0xee;

  /** An end mark lies among so many last bytes: what follows it is foreign. */
  private static final int TAIL = 65_536;

  private static final int HALF = 1 << 15;
  private static final int CR_RED = fixed(1.40200);
  private static final int CB_BLUE = fixed(1.77200);
  private static final int CR_GREEN = fixed(0.71414);
  private static final int CB_GREEN = fixed(0.34414);

  private static int fixed(double x) {
    return (int) (x * 65536 + 0.5);
  }

  /**
   * Reads the markers.
   *
   * @throws java.nio.BufferUnderflowException when it is cut off before the first scan
   * @throws ImageError when it has no frame
   */
  static Jpeg read(byte[] bytes) throws ImageError {
    var in = ByteBuffer.wrap(bytes).position(2);
    var found = new Jpeg(0, 0, new int[0], false, false, -1, null);
    while (true) {
      int marker = marker(in);
      if (marker == SOS || marker == EOI) {
        if (found.components.length == 0) {
          throw new ImageError("is a JPEG without a frame");
        }
        return found;
      }
      if (marker >= 0xd0 && marker <= 0xd8 || marker == 1) {
        continue; // has no content
      }
      int length = Short.toUnsignedInt(in.getShort()) - 2;
      var content = in.slice(in.position(), length);
      found = found.with(marker, content);
      in.position(in.position() + length);
    }
  }

  /** Whether an end mark follows its first scan, or it has several scans and so needs one. */
  static boolean ends(byte[] bytes) throws ImageError {
    for (int at = bytes.length - 2; at >= 0 && at > bytes.length - TAIL; at--) {
      if ((bytes[at] & 0xff) == 0xff && (bytes[at + 1] & 0xff) == EOI) {
        return true;
      }
    }
    return read(bytes).progressive;
  }

  /** The same with an end mark. */
  static byte[] ended(byte[] bytes) {
    byte[] whole = Arrays.copyOf(bytes, bytes.length + 2);
    whole[bytes.length] = (byte) 0xff;
    whole[bytes.length + 1] = (byte) EOI;
    return whole;
  }

  private static int marker(ByteBuffer in) {
    int previous = in.get() & 0xff;
    while (true) {
      int next = in.get() & 0xff;
      if (previous == 0xff && next != 0xff && next != 0) {
        return next;
      }
      previous = next;
    }
  }

  private Jpeg with(int marker, ByteBuffer content) {
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      int[] ids = new int[content.get(5) & 0xff];
      Arrays.setAll(ids, i -> content.get(6 + 3 * i));
      return new Jpeg(
          Short.toUnsignedInt(content.getShort(3)),
          Short.toUnsignedInt(content.getShort(1)),
          ids,
          marker == SOF2,
          jfif,
          adobe,
          exif);
    }
    if (marker == APP0 && starts(content, "JFIF\0", 14)) {
      return new Jpeg(width, height, components, progressive, true, adobe, exif);
    }
    if (marker == APP14 && starts(content, "Adobe", 12)) {
      return new Jpeg(width, height, components, progressive, jfif, content.get(11) & 0xff, exif);
    }
    if (marker == APP1 && exif == null && starts(content, EXIF, EXIF.length() + 8)) {
      var said = content.slice(EXIF.length(), content.remaining() - EXIF.length());
      return new Jpeg(width, height, components, progressive, jfif, adobe, said);
    }
    return this;
  }

  private static boolean starts(ByteBuffer content, String name, int atLeast) {
    byte[] expected = name.getBytes(ISO_8859_1);
    return content.remaining() >= atLeast
        && content.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
  }

  ImageHeader header() {
    return new ImageHeader(ImageFormat.JPEG, width, height);
  }

  /** The colours of decoded components; there are none for some numbers of components. */
  RgbImage pixels(Raster raster) throws ImageError {
    return RgbImage.of(raster, colours());
  }

  /**
   * What the numbers of a pixel mean, by the rule of libjpeg's {@code default_decompress_parms}.
   */
  private RgbImage.Colours colours() throws ImageError {
    boolean named = Arrays.equals(components, new int[] {'R', 'G', 'B'});
    return switch (components.length) {
      case 1 -> (row, x, rgb) -> Arrays.fill(rgb, row[x]);
      case 3 ->
          !jfif && (adobe == 0 || adobe < 0 && named)
              ? (row, x, rgb) -> System.arraycopy(row, x, rgb, 0, rgb.length)
              : Jpeg::fromYcc;
      case 4 -> adobe == 2 ? Jpeg::fromYcck : Jpeg::fromCmyk;
      default -> throw new ImageError("is a JPEG of " + components.length + " components");
    };
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
  private static void fromCmyk(int[] row, int x, int[] rgb) {
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = left(255 - row[x + i], row[x + 3]);
    }
  }

  private static void fromYcck(int[] row, int x, int[] rgb) {
    fromYcc(row, x, rgb);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = left(rgb[i], row[x + 3]);
    }
  }

  private static int left(int ink, int light) {
    int product = ink * light + 128;
    return clamp(light - (((product >> 8) + product) >> 8));
  }

  private static int clamp(int x) {
    return Math.clamp(x, 0, 255);
  }
}
