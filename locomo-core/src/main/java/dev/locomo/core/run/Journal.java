package dev.locomo.core.run;

import dev.locomo.core.error.DataError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of lines that survives a kill at any moment: a line counts when its line feed
 * is there, and a torn last line is cut off when the journal is opened again.
 *
 * <p>Appending hands the line to the operating system, so a killed process loses nothing; the disk
 * itself is synced at most once a second and when closing, so a power failure loses about a second.
 * Safe for many threads.
 */
public final class Journal implements AutoCloseable {
  private static final long SYNC_EVERY_NANOS = 1_000_000_000L;

  private final Path file;
  private final FileChannel channel;
  private long length;
  private long synced = System.nanoTime();
  private @Nullable IOException broken;

  private Journal(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.length = channel.size();
  }

  /**
   * Opens or creates it.
   *
   * @throws dev.locomo.core.error.UserError when it cannot be written
   */
  public static Journal open(Path file) {
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      int whole = split(bytes(channel), new ArrayList<>());
      channel.truncate(whole);
      channel.position(whole);
      return new Journal(file, channel);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /**
   * The whole lines of a journal that is left alone: nothing is locked, cut off or created.
   *
   * @throws DataError when it is missing or cannot be read
   */
  public static List<String> read(Path file) {
    try {
      var lines = new ArrayList<String>();
      split(Files.readAllBytes(file), lines);
      return lines;
    } catch (NoSuchFileException e) {
      throw new DataError(file.toString(), "", "no such file", e);
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** The lines that are there now, without their line feeds. */
  public synchronized List<String> lines() {
    try {
      var lines = new ArrayList<String>();
      split(bytes(channel), lines);
      return lines;
    } catch (IOException e) {
      throw new DataError(file.toString(), "", "cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * Appends lines, all or none: when the disk is full, what was half written is cut off and every
   * later call fails too.
   *
   * @param added without line feeds; none of them is torn apart from the others by another thread
   * @throws dev.locomo.core.error.UserError when they cannot be written
   */
  public synchronized void append(List<String> added) {
    if (added.isEmpty()) {
      return;
    }
    var buffer =
        ByteBuffer.wrap((String.join("\n", added) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      if (broken != null) {
        throw broken;
      }
      long end = length + buffer.remaining();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      length = end;
      if (System.nanoTime() - synced > SYNC_EVERY_NANOS) {
        channel.force(false);
        synced = System.nanoTime();
      }
    } catch (IOException e) {
      cutBack(e);
      throw AtomicFile.unwritable(file, e);
    }
  }

  private void cutBack(IOException cause) {
    broken = cause;
    try {
      channel.truncate(length);
    } catch (IOException e) {
      // The next open cuts the torn line off.
    }
  }

  @Override
  public synchronized void close() {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      channel.force(false);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  private static byte[] bytes(FileChannel channel) throws IOException {
    var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // A read may stop short; go on where it stopped.
    }
    return bytes.array();
  }

  private static int split(byte[] bytes, List<String> lines) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return start;
  }
}
