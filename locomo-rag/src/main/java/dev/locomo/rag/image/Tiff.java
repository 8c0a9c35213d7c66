package dev.locomo.rag.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;

/**
 * What the first directory of a TIFF says, and of Exif, which has the same form: throws what says
 * that it is cut off or damaged.
 *
 * @param file from the mark of its byte order on
 */
record Tiff(ByteBuffer file) {
  private static final int ORIENTATION = 274;
  private static final int PALETTE = 320;

  /** Three of each colour of sixteen bits. */
  private static final int MOST_COLOURS = 3 << 16;

  Tiff {
    file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
  }

  /** Something for each entry of the directory: its tag, and where it lies. */
  private interface Entry {
    void read(int tag, int at) throws ImageError;
  }

  private void entries(Entry each) throws ImageError {
    int first = file.getInt(4);
    for (int i = 0; i < Short.toUnsignedInt(file.getShort(first)); i++) {
      int at = first + 2 + 12 * i;
      each.read(Short.toUnsignedInt(file.getShort(at)), at);
    }
  }

  /** The size of the first picture, or of its tiles, which may be larger. */
  ImageHeader header() throws ImageError {
    int[] size = new int[2];
    entries((tag, at) -> {
      switch (tag) {
        case 256, 322 -> size[0] = Math.max(size[0], number(at, 0));
        case 257, 323 -> size[1] = Math.max(size[1], number(at, 0));
        case 279, 325 -> checkLengths(at);
        default -> {}
      }
    });
    return new ImageHeader(ImageFormat.TIFF, size[0], size[1]);
  }

  /** How a camera was held, as {@link RgbImage#turned} takes it; 1 where it is not said. */
  int orientation() throws ImageError {
    int[] found = {1};
    entries((tag, at) -> found[0] = tag == ORIENTATION ? number(at, 0) : found[0]);
    return found[0];
  }

  /** The upper eight bits of its palette: all of red, of green, of blue; empty without one. */
  int[] palette() throws ImageError {
    var found = new ArrayList<Integer>();
    entries((tag, at) -> {
      for (int i = 0; tag == PALETTE && i < Math.min(file.getInt(at + 4), MOST_COLOURS); i++) {
        found.add(number(at, i) >> 8);
      }
    });
    return found.stream().mapToInt(v -> v).toArray();
  }

  /** A decoder makes room for a strip or a tile as long as the file says that it is. */
  private void checkLengths(int entry) throws ImageError {
    for (int i = 0; i < file.getInt(entry + 4); i++) {
      if (Integer.toUnsignedLong(number(entry, i)) > file.limit()) {
        throw new ImageError(
            "is a TIFF that is cut off or damaged (a part is longer than the file)");
      }
    }
  }

  /** One of the numbers of an entry: up to four bytes of them are in it, more elsewhere. */
  private int number(int entry, int i) {
    int size = file.getShort(entry + 2) == 3 ? 2 : 4;
    int at = (long) size * file.getInt(entry + 4) > 4 ? file.getInt(entry + 8) : entry + 8;
    return size == 2
        ? Short.toUnsignedInt(file.getShort(at + size * i))
        : file.getInt(at + size * i);
  }
}
