package dev.locomo.rag.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.slf4j.LoggerFactory;

/**
 * Vectors in one file that grows. It starts with a line that says what they are; each record is a
 * key of 32 bytes, the numbers as little-endian 32-bit floats, and the CRC-32C of both. What was
 * cut off by a kill, or was damaged since, does not count and is made anew.
 *
 * <p>Processes append one at a time, under a lock of the file; reading needs none.
 *
 * @param record bytes of one
 */
record VectorLog(Path file, byte[] header, int dimension, int record) {
  private static final int KEY = 32;
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Opens a file, and makes it when there is none, or when it starts with anything else than its
   * header: one line that says what the vectors are.
   *
   * @throws dev.locomo.core.error.UserError when it cannot be made
   */
  static VectorLog open(Path file, String header, int dimension) {
    int record = Math.addExact(KEY + Integer.BYTES, Math.multiplyExact(dimension, Float.BYTES));
    var log = new VectorLog(file, (header + "\n").getBytes(UTF_8), dimension, record);
    if (!log.starts()) {
      AtomicFile.write(file, out -> out.write(log.header));
    }
    return log;
  }

  private boolean starts() {
    if (!Files.exists(file)) {
      return false;
    }
    try (var in = UserFile.open(file)) {
      boolean mine = Arrays.equals(in.readNBytes(header.length), header);
      if (!mine) {
        // Not a field: most calls have nothing to say, and logging takes long to start.
        LoggerFactory.getLogger(VectorLog.class)
            .warn("{} is damaged; its vectors are computed again", file);
      }
      return mine;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Which record has which key, of all records that are whole. */
  Map<String, Long> records() {
    try (var channel = UserFile.channel(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      MemorySegment all = mapped(channel, arena);
      var records = new HashMap<String, Long>();
      for (long at = 0; at < all.byteSize(); at += record) {
        MemorySegment one = all.asSlice(at, record);
        if (sum(one.asByteBuffer().limit(record - Integer.BYTES))
            == one.get(INT, record - Integer.BYTES)) {
          records.put(key(one), at / record);
        }
      }
      return records;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Hands over the vectors of these keys, in this order; {@code records} says where they are. */
  void read(List<String> keys, Map<String, Long> records, Consumer<float[]> consumer) {
    try (var channel = UserFile.channel(file, StandardOpenOption.READ);
        var arena = Arena.ofConfined()) {
      MemorySegment all = mapped(channel, arena);
      for (String key : keys) {
        Long number = records.get(key);
        if (number == null) {
          throw new DataError(file.toString(), "", "does not keep what was written to it");
        }
        float[] vector = new float[dimension];
        MemorySegment.copy(all, FLOAT, number * record + KEY, vector, 0, dimension);
        consumer.accept(vector);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** The records that are there in full. */
  private MemorySegment mapped(FileChannel channel, Arena arena) throws IOException {
    long whole = Math.max(0, channel.size() - header.length) / record;
    return channel.map(FileChannel.MapMode.READ_ONLY, header.length, whole * record, arena);
  }

  private static String key(MemorySegment one) {
    return HexFormat.of().formatHex(one.asSlice(0, KEY).toArray(ValueLayout.JAVA_BYTE));
  }

  private static int sum(ByteBuffer bytes) {
    var sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  /**
   * Adds vectors under keys of 64 hex digits.
   *
   * @throws dev.locomo.core.error.UserError when they cannot be written
   */
  void append(List<String> keys, float[][] vectors) {
    ByteBuffer bytes = bytes(keys, vectors);
    // A file lock is the whole process's: threads have to agree among themselves.
    synchronized (VectorLog.class) {
      try (var channel = UserFile.channel(file, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        // Half a record at the end is of a process that was killed: nobody else writes now.
        long end = channel.size() - Math.floorMod(channel.size() - header.length, (long) record);
        channel.truncate(end).position(end);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        throw AtomicFile.unwritable(file, e);
      }
    }
  }

  private ByteBuffer bytes(List<String> keys, float[][] vectors) {
    var bytes = ByteBuffer.allocate(Math.multiplyExact(record, vectors.length));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < vectors.length; i++) {
      int from = bytes.position();
      bytes.put(HexFormat.of().parseHex(keys.get(i)));
      bytes.asFloatBuffer().put(vectors[i]);
      bytes.position(from + record - Integer.BYTES);
      bytes.putInt(sum(bytes.duplicate().flip().position(from)));
    }
    return bytes.flip();
  }

  private DataError unreadable(IOException e) {
    return new DataError(file.toString(), "", "cannot be read (" + e.getMessage() + ")", e);
  }
}
