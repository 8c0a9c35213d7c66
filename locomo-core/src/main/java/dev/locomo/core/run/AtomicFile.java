package dev.locomo.core.run;

import dev.locomo.core.error.UserError;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Writes a file so that a reader sees the old one or the whole new one, whatever happens in
 * between.
 */
public final class AtomicFile {
  /**
   * Not a temporary file of the JDK's making: those are unreadable for everybody else, even after
   * the rename.
   */
  private static final long UNIQUE = ProcessHandle.current().pid();

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
    Path part = partOf(file);
    try {
      createFolder(file, part);
      try (var out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        writing.write(out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
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
    String why =
        switch (e) {
          case AccessDeniedException _ -> "no permission";
          case FileAlreadyExistsException f -> f.getFile() + " is a file";
          case FileSystemException f when f.getReason() != null -> f.getReason();
          default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        };
    var error =
        new UserError(
            "cannot write " + file + " (" + why + ")",
            "a folder that can be written and has room; what was written before is kept");
    error.initCause(e);
    return error;
  }

  private static Path partOf(Path file) {
    String name = "." + file.getFileName() + "." + UNIQUE + "-" + COUNT.incrementAndGet() + ".part";
    return file.toAbsolutePath().resolveSibling(name);
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
