package dev.locomo.core.run;

import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
  private static final int BLOCK = 1 << 18;

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
   * @throws dev.locomo.core.error.DataError when it is a folder, a device or a named pipe
   * @throws dev.locomo.core.error.UserError when it cannot be written
   */
  public static Journal open(Path file) {
    try {
      return of(
          file,
          UserFile.channel(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /**
   * One whose file is open already.
   *
   * @param channel for reading and writing; closed with the journal
   * @throws dev.locomo.core.error.UserError when it cannot be written
   */
  public static Journal of(Path file, FileChannel channel) {
    try {
      long whole = wholeLines(channel);
      channel.truncate(whole);
      channel.position(whole);
      return new Journal(file, channel);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /**
   * The whole lines of a journal that is left alone: nothing is locked, cut off or created. They
   * are read as they are asked for; a line without its line feed is not one.
   *
   * @throws dev.locomo.core.error.DataError when it is missing or cannot be read, now or while it
   *     is gone through
   */
  public static Iterable<String> read(Path file) {
    try (var _ = UserFile.open(file)) {
      return () -> new Lines(file);
    } catch (IOException e) {
      throw UserFile.unreadable(file, e);
    }
  }

  /** How many whole lines a journal has; as {@link #read} otherwise. */
  public static long count(Path file) {
    long count = 0;
    for (String _ : read(file)) {
      count++;
    }
    return count;
  }

  /** The lines that are there now, without their line feeds; read as they are asked for. */
  public Iterable<String> lines() {
    return read(file);
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
      Recording.note(file, added);
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

  /** Where the last line feed ends; a torn line after it is at most a few blocks long. */
  private static long wholeLines(FileChannel channel) throws IOException {
    var block = ByteBuffer.allocate(BLOCK);
    for (long end = channel.size(); end > 0; end -= block.capacity()) {
      long start = Math.max(0, end - block.capacity());
      block.clear().limit((int) (end - start));
      while (block.hasRemaining() && channel.read(block, start + block.position()) >= 0) {
        // A read may stop short; the next one takes the rest.
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n') {
          return start + i + 1;
        }
      }
    }
    return 0;
  }

  /** Reads block by block and holds no file open in between, so that it can be left unfinished. */
  private static final class Lines implements Iterator<String> {
    private final Path file;
    private byte[] held = new byte[0];
    private int start;
    private long position;
    private @Nullable String next;

    private Lines(Path file) {
      this.file = file;
      next = line();
    }

    private @Nullable String line() {
      int from = start;
      while (true) {
        for (int i = from; i < held.length; i++) {
          if (held[i] == '\n') {
            var line = new String(held, start, i - start, StandardCharsets.UTF_8);
            start = i + 1;
            return line;
          }
        }
        from = held.length - start;
        if (!more()) {
          return null;
        }
      }
    }

    /** What is left of the block and the next one; a line longer than a block doubles it. */
    private boolean more() {
      try (var channel = UserFile.channel(file, StandardOpenOption.READ)) {
        int left = held.length - start;
        var block = ByteBuffer.allocate(Math.max(BLOCK, 2 * left)).put(held, start, left);
        int read = channel.position(position).read(block);
        held = Arrays.copyOf(block.array(), block.position());
        start = 0;
        position += Math.max(0, read);
        return read > 0;
      } catch (IOException e) {
        throw UserFile.unreadable(file, e);
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public String next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      String line = next;
      next = line();
      return line;
    }
  }
}
