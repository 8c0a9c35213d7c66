package dev.locomo.core.error;

import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files that a user names, opened in one place: what can be wrong with any of them is found here.
 */
public final class UserFile {
  /** What a shell passes on is open already, so that opening it cannot wait for a writer. */
  private static final Pattern PASSED_ON = Pattern.compile("/dev/(fd/.*|stdin)|/proc/[^/]+/fd/.*");

  /** Of Git LFS, in bytes: they have some 130. Every file that is not longer is read twice. */
  private static final long LONGEST_LFS = 200;

  /** Of DVC, which are known by their name: they have some 100 bytes for each file. */
  private static final long LONGEST_DVC = 1024;

  private static final String DVC = ".dvc";

  private UserFile() {}

  /**
   * Opens it for reading.
   *
   * @throws DataError when it is missing, a folder, a device or a named pipe, or not readable
   */
  public static InputStream open(Path file) {
    requireOrdinary(file);
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Does nothing for a file, and for one that is not there.
   *
   * @throws DataError when it is a folder, or a device or a named pipe, which may have no end, or
   *     only says where a file is: Git LFS and DVC leave such ones until they are asked for it
   */
  public static void requireOrdinary(Path file) {
    BasicFileAttributes is;
    try {
      is = Files.readAttributes(file, BasicFileAttributes.class);
    } catch (IOException e) {
      return; // Who opens it will tell why it cannot be.
    }
    if (is.isDirectory()) {
      throw wrong(file, "is a folder; expected a file", null);
    }
    if (!is.isRegularFile() && !PASSED_ON.matcher(file.toAbsolutePath().toString()).matches()) {
      throw wrong(file, "is a device or a pipe; expected a file", null);
    }
    boolean named = file.toString().endsWith(DVC);
    if (is.isRegularFile() && is.size() <= (named ? LONGEST_DVC : LONGEST_LFS)) {
      refusePointer(file);
    }
  }

  private static void refusePointer(Path file) {
    String said;
    try {
      said = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return; // Who reads it will tell why it cannot be read.
    }
    if (said.startsWith("version https://git-lfs.github.com/spec/")) {
      throw wrong(file, "is a Git LFS pointer, not the file; run: git lfs pull", null);
    }
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(DVC) && said.startsWith("outs:")) {
      String meant = name.substring(0, name.length() - DVC.length());
      throw wrong(
          file, "is a DVC pointer to %s; run: dvc pull, and name that".formatted(meant), null);
    }
  }

  /**
   * Opens it for reading or writing, as {@link FileChannel#open}.
   *
   * @throws DataError when it is a folder, a device or a named pipe
   */
  public static FileChannel channel(Path file, OpenOption... options) throws IOException {
    requireOrdinary(file);
    return FileChannel.open(file, options);
  }

  /**
   * The bytes of a file; none of an empty one.
   *
   * @param most it may have
   * @throws DataError as {@link #open}, and when it is longer
   */
  public static byte[] bytes(Path file, int most) {
    try (var in = open(file)) {
      byte[] bytes = in.readNBytes(most);
      if (bytes.length == most && in.read() >= 0) {
        throw wrong(file, "is longer than %,d bytes".formatted(most), null);
      }
      return bytes;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The whole text of a UTF-8 file; empty for an empty one, a byte order mark left out.
   *
   * @param most bytes it may have
   * @throws DataError as {@link #open}, and when it is longer or not UTF-8
   */
  public static String text(Path file, int most) {
    try {
      var bytes = ByteBuffer.wrap(bytes(file, most));
      var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw wrong(file, "is not UTF-8 text", e);
    }
  }

  /** Why it cannot be read. */
  public static DataError unreadable(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _, FileNotFoundException _ -> {
        boolean tracked = Files.isRegularFile(Path.of(file + DVC));
        String hint = "; " + file.getFileName() + DVC + " is there: run: dvc pull";
        yield wrong(file, "no such file" + (tracked ? hint : ""), e);
      }
      case AccessDeniedException _ -> wrong(file, "no permission to read it", e);
      default -> wrong(file, "cannot be read (" + why(e) + ")", e);
    };
  }

  /** Why reading or writing failed, in words without names of classes. */
  public static String why(IOException e) {
    return switch (e) {
      case CharacterCodingException _, CharConversionException _ -> "it is not UTF-8 text";
      case AccessDeniedException _ -> "no permission";
      case FileAlreadyExistsException f -> f.getFile() + " is a file";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> Objects.requireNonNullElse(e.getMessage(), "no reason is known");
    };
  }

  private static DataError wrong(Path file, String problem, @Nullable Throwable cause) {
    return new DataError(file.toString(), "", problem, cause);
  }
}
