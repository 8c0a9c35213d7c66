package dev.locomo.services.track;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * The file {@code run-ID.wandb}: a header of seven bytes, then records in the log form of LevelDB
 * (blocks of 32 KiB, records split where a block ends), but with the checksum that zlib has.
 */
final class WandbLog implements AutoCloseable {
  private static final int BLOCK = 32_768;
  private static final int HEADER = 7;
  private static final int MAGIC = 0xBEE1;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;

  private final OutputStream out;
  private long written;

  private WandbLog(OutputStream out) {
    this.out = out;
  }

  static WandbLog create(Path file) throws IOException {
    var log = new WandbLog(new BufferedOutputStream(Files.newOutputStream(file)));
    log.write(
        little(HEADER)
            .put(":W&B".getBytes(StandardCharsets.US_ASCII))
            .putShort((short) MAGIC)
            .put((byte) 0)
            .array());
    return log;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  /** Appends a record. */
  void append(Proto record) throws IOException {
    byte[] data = record.bytes();
    int from = 0;
    boolean first = true;
    do {
      int left = BLOCK - (int) (written % BLOCK);
      if (left < HEADER) {
        write(new byte[left]);
        left = BLOCK;
      }
      int length = Math.min(data.length - from, left - HEADER);
      boolean last = from + length == data.length;
      piece(data, from, length, first ? (last ? FULL : FIRST) : (last ? LAST : MIDDLE));
      from += length;
      first = false;
    } while (from < data.length);
    out.flush();
  }

  private void piece(byte[] data, int from, int length, int type) throws IOException {
    var crc = new CRC32();
    crc.update(type);
    crc.update(data, from, length);
    var header = little(HEADER);
    header.putInt((int) crc.getValue()).putShort((short) length).put((byte) type);
    write(header.array());
    out.write(data, from, length);
    written += length;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
