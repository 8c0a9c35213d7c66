package dev.locomo.core.run;

import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes a file so that a reader sees the old one or the whole new one, whatever happens in
 * between.
 */
public final class AtomicFile {
  /** How a part is called that a process writes: {@code .NAME.OWN-COUNT.part}. */
  private static final Pattern PART = Pattern.compile("\\..*\\.[0-9a-f]{16}-[0-9]+\\.part");

  private static final AtomicLong COUNT = new AtomicLong();

  private AtomicFile() {}

  /** Something that writes to a stream. */
  @FunctionalInterface
  public interface Writing {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes beside the file, then renames.
   *
   * @throws UserError when it cannot be written; the old file, if any, is untouched
   */
  public static void write(Path file, Writing writing) {
    try {
      replace(file, writing);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /**
   * As {@link #write}, for whoever goes on without the file.
   *
   * @throws IOException when it cannot be written; the old file, if any, is untouched
   */
  public static void replace(Path file, Writing writing) throws IOException {
    try (var part = new Part(file)) {
      writing.write(part.out);
      part.replace();
    }
  }

  /**
   * Begins a file that is written as its content is made.
   *
   * @throws UserError when it cannot be written
   */
  public static Part part(Path file) {
    try {
      return new Part(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** A file that is being written; until it is done the old one stays in its place. */
  public static final class Part implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final OutputStream out;

    private Part(Path file) throws IOException {
      this.file = file;
      createFolder(file, partOf(file));
      var locked = TemporaryFiles.locked(() -> partOf(file));
      part = locked.file();
      channel = locked.channel();
      out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    /**
     * Adds a text in UTF-8.
     *
     * @throws UserError when it cannot be written
     */
    public void write(String text) {
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }

    /**
     * Puts it in its place.
     *
     * @throws UserError when it cannot be written; the old file, if any, is untouched
     */
    public void done() {
      try {
        replace();
      } catch (IOException e) {
        throw unwritable(file, e);
      }
    }

    /**
     * While it is locked: one that is not may be deleted by others. Some file systems only say when
     * it is closed that they could not keep it.
     */
    private void replace() throws IOException {
      out.flush();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      channel.close();
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // It is not wanted: one that is was closed when it was put in its place.
      }
      discard(part); // there is none after the rename
    }
  }

  /**
   * Finds out, before anything is paid for, that a file can be written later; the file is left as
   * it is.
   *
   * @throws UserError when it cannot
   */
  public static void requireWritable(Path file) {
    Path part = partOf(file);
    try {
      createFolder(file, part);
      Files.createFile(part);
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      discard(part);
    }
  }

  /** As {@link #write}, for a text in UTF-8. */
  public static void writeText(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * As {@link #write}, for lines in UTF-8, each ended by a line feed here; made as they are
   * written.
   */
  public static void writeLines(Path file, Stream<String> lines) {
    write(
        file,
        out -> {
          for (var line = lines.iterator(); line.hasNext(); ) {
            out.write(line.next().getBytes(StandardCharsets.UTF_8));
            out.write('\n');
          }
        });
  }

  /** An I/O failure of writing as an error for the user. */
  public static UserError unwritable(Path file, IOException e) {
    var error =
        new UserError(
            "cannot write " + file + " (" + UserFile.why(e) + ")",
            "a folder that can be written and has room; what was written before is kept");
    error.initCause(e);
    return error;
  }

  private static Path partOf(Path file) {
    String own = TemporaryFiles.OWN + "-" + COUNT.incrementAndGet();
    return file.toAbsolutePath().resolveSibling("." + file.getFileName() + "." + own + ".part");
  }

  /** A device would be replaced by a file, which no other program survives. */
  private static void createFolder(Path file, Path part) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String what = Files.isDirectory(file) ? "is a folder" : "is a device or a pipe";
      throw new FileSystemException(file.toString(), null, what);
    }
    Path folder = part.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
      TemporaryFiles.sweep(
          folder, name -> PART.matcher(name).matches() && !name.contains(TemporaryFiles.OWN), "");
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The failure that brought us here is the one to report.
    }
  }
}
