package dev.locomo.rag.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the markers of a JPEG say before its first scan.
 *
 * @param width in pixels
 * @param height in pixels
 * @param components ids of its colour components
 * @param jfif whether it has a JFIF marker
 * @param adobe the colour transform that an Adobe marker names, or -1 without one
 */
record JpegHeader(int width, int height, int[] components, boolean jfif, int adobe) {
  private static final int SOS = 0xda;
  private static final int EOI = 0xd9;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;

  /** How the numbers of a pixel are meant. */
  enum Colours {
    GRAY,
    RGB,
    YCC,
    CMYK,
    YCCK
  }

  /**
   * Reads the markers.
   *
   * @throws java.nio.BufferUnderflowException when it is cut off before the first scan
   * @throws ImageError when it has no frame
   */
  static JpegHeader read(byte[] bytes) throws ImageError {
    var in = ByteBuffer.wrap(bytes).position(2);
    var found = new JpegHeader(0, 0, new int[0], false, -1);
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

  private JpegHeader with(int marker, ByteBuffer content) {
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      int[] ids = new int[content.get(5) & 0xff];
      Arrays.setAll(ids, i -> content.get(6 + 3 * i));
      return new JpegHeader(
          Short.toUnsignedInt(content.getShort(3)),
          Short.toUnsignedInt(content.getShort(1)),
          ids,
          jfif,
          adobe);
    }
    if (marker == APP0 && starts(content, "JFIF\0", 14)) {
      return new JpegHeader(width, height, components, true, adobe);
    }
    if (marker == APP14 && starts(content, "Adobe", 12)) {
      return new JpegHeader(width, height, components, jfif, content.get(11) & 0xff);
    }
    return this;
  }

  private static boolean starts(ByteBuffer content, String name, int atLeast) {
    byte[] expected = name.getBytes(ISO_8859_1);
    return content.remaining() >= atLeast
        && content.slice(0, expected.length).equals(ByteBuffer.wrap(expected));
  }

  ImageHeader size() {
    return new ImageHeader(ImageFormat.JPEG, width, height);
  }

  /**
   * The rule of libjpeg's {@code default_decompress_parms}.
   *
   * @throws ImageError for a number of components that no colours have
   */
  Colours colours() throws ImageError {
    return switch (components.length) {
      case 1 -> Colours.GRAY;
      case 3 -> {
        if (jfif) {
          yield Colours.YCC;
        }
        if (adobe >= 0) {
          yield adobe == 0 ? Colours.RGB : Colours.YCC;
        }
        yield Arrays.equals(components, new int[] {'R', 'G', 'B'}) ? Colours.RGB : Colours.YCC;
      }
      case 4 -> adobe == 2 ? Colours.YCCK : Colours.CMYK;
      default -> throw new ImageError("is a JPEG of " + components.length + " components");
    };
  }
}
