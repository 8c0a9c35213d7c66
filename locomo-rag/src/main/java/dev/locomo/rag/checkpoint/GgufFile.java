package dev.locomo.rag.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code .gguf} file says of itself, as far as it is needed here.
 *
 * <p><b>Source</b> the format's specification in the repository of ggml, versions 2 and 3.
 *
 * @param context tokens that fit, prompt and reply together; 0 where it does not say
 * @param fourBit whether most of its weights have four bits
 */
public record GgufFile(int context, boolean fourBit) {
  private static final int MAGIC = 0x46554747;
  private static final int MOST_ENTRIES = 1 << 16;
  private static final int LONGEST_KEY = 1 << 16;

  /** Numbers of {@code general.file_type} that stand for Q4_0, Q4_1, Q4_K, IQ4, MXFP4, NVFP4. */
  private static final Set<Long> FOUR_BIT = Set.of(2L, 3L, 14L, 15L, 25L, 30L, 38L, 39L);

  /** Bytes of a number of each type; 0 for texts and lists. */
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final int TEXT = 8;
  private static final int LIST = 9;

  /** Reads the head of a file; a {@link DataError} where it is cut off or of another kind. */
  public static GgufFile read(Path file) {
    try (var in = new DataInputStream(new BufferedInputStream(UserFile.open(file)))) {
      if (number(in, 4) != MAGIC || number(in, 4) < 2) {
        throw new DataError(file.toString(), "", "found no gguf file of version 2 or later");
      }
      number(in, 8);
      Map<String, Object> entries = entries(in);
      String kind = entries.getOrDefault("general.architecture", "").toString();
      boolean four = FOUR_BIT.contains(entries.getOrDefault("general.file_type", -1L));
      Object context = entries.getOrDefault(kind + ".context_length", 0L);
      return new GgufFile(Math.toIntExact((Long) context), four);
    } catch (IOException | ArithmeticException | ClassCastException e) {
      throw new DataError(file.toString(), "", "its head cannot be read; is it cut off?", e);
    }
  }

  /** Texts and whole numbers; what is something else is passed over. */
  private static Map<String, Object> entries(DataInputStream in) throws IOException {
    long count = number(in, 8);
    if (count < 0 || count > MOST_ENTRIES) {
      throw new IOException(count + " entries");
    }
    var entries = new HashMap<String, Object>();
    for (long i = 0; i < count; i++) {
      String key = text(in);
      int type = (int) number(in, 4);
      if (type == TEXT) {
        long length = number(in, 8);
        // Only names are short; a chat template is passed over.
        if (length >= 0 && length < LONGEST_KEY) {
          entries.put(key, new String(bytes(in, (int) length), UTF_8));
        } else {
          in.skipNBytes(length);
        }
      } else if (type == LIST) {
        skipList(in);
      } else {
        entries.put(key, number(in, size(type)));
      }
    }
    return entries;
  }

  private static void skipList(DataInputStream in) throws IOException {
    int type = (int) number(in, 4);
    long count = number(in, 8);
    if (type == TEXT) {
      for (long i = 0; i < count; i++) {
        in.skipNBytes(number(in, 8));
      }
    } else {
      in.skipNBytes(Math.multiplyExact(count, size(type)));
    }
  }

  private static int size(int type) throws IOException {
    if (type < 0 || type >= SIZES.length || SIZES[type] == 0) {
      throw new IOException("type " + type);
    }
    return SIZES[type];
  }

  private static String text(DataInputStream in) throws IOException {
    long length = number(in, 8);
    if (length < 0 || length > LONGEST_KEY) {
      throw new IOException("a name of " + length + " bytes");
    }
    return new String(bytes(in, (int) length), UTF_8);
  }

  private static byte[] bytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  /** In little-endian order. */
  private static long number(DataInputStream in, int size) throws IOException {
    long number = 0;
    byte[] bytes = bytes(in, size);
    for (int i = size - 1; i >= 0; i--) {
      number = number << 8 | (bytes[i] & 0xff);
    }
    return number;
  }
}
