package dev.locomo.core.run;

import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Temporary files: one folder a process below {@code java.io.tmpdir}, and parts of files beside
 * their places. Each is locked while its process uses it, so that the next one sees which were left
 * by a process that was killed, on whatever machine it ran, and deletes them.
 */
public final class TemporaryFiles {
  /** Tells the files of this process from those of others, which may have the same number. */
  static final String OWN =
      HexFormat.of().toHexDigits(RandomGenerator.of("SecureRandom").nextLong());

  private static final String PREFIX = "locomo-";
  private static final String LOCK = ".lock";
  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();
  private static @Nullable Path own;

  private TemporaryFiles() {}

  /**
   * A new empty folder, gone when the process ends, at the latest.
   *
   * @throws dev.locomo.core.error.UserError when it cannot be made
   */
  public static Path folder() {
    try {
      return Files.createTempDirectory(own(), "");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * A new empty file, gone when the process ends, at the latest.
   *
   * @throws dev.locomo.core.error.UserError when it cannot be made
   */
  public static Path file(String ending) {
    try {
      return Files.createTempFile(own(), "", ending);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Deletes a file, or a folder with all that is in it; what cannot be deleted stays. */
  public static void delete(Path fileOrFolder) {
    try (Stream<Path> all = Files.walk(fileOrFolder)) {
      all.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | java.io.UncheckedIOException e) {
      // The system clears its temporary folder.
    }
  }

  private static synchronized Path own() throws IOException {
    Path made = own;
    if (made == null || !Files.isDirectory(made)) {
      Path place = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
      Locked lock = locked(() -> Files.createTempDirectory(place, PREFIX).resolve(LOCK));
      Path folder = lock.file().resolveSibling("");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(folder, lock.channel())));
      made = folder;
      own = made;
      sweep(
          place,
          name -> name.startsWith(PREFIX) && !name.equals(folder.getFileName().toString()),
          LOCK);
    }
    return made;
  }

  /** Refers to the channel until then: one that nothing refers to is closed, its lock gone. */
  private static void end(Path folder, FileChannel channel) {
    delete(folder);
    try {
      channel.close();
    } catch (IOException e) {
      // The process ends.
    }
  }

  /**
   * Deletes, once a process, what killed processes left in a folder.
   *
   * @param theirs the names of what processes but this one make there
   * @param lock the file in it that its process locks; empty where it is itself the one
   */
  static void sweep(Path folder, Predicate<String> theirs, String lock) {
    if (!SWEPT.add(folder.toAbsolutePath())) {
      return;
    }
    List<Path> left;
    try (Stream<Path> all = Files.list(folder)) {
      left = all.filter(file -> theirs.test(file.getFileName().toString())).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return;
    }
    for (Path file : left) {
      Path locked = lock.isEmpty() ? file : file.resolve(lock);
      if (Files.isRegularFile(locked, LinkOption.NOFOLLOW_LINKS)) {
        sweep(file, locked);
      }
    }
  }

  private static void sweep(Path file, Path locked) {
    try (var channel =
        UserFile.channel(locked, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      if (lock(channel)) {
        delete(file);
      }
    } catch (IOException e) {
      // Another user's, or another process deletes it.
    }
  }

  /** A file that is locked until its channel is closed, or the process ends. */
  record Locked(Path file, FileChannel channel) {}

  /** Names a file that is not there yet, another one each time. */
  @FunctionalInterface
  interface Naming {
    Path next() throws IOException;
  }

  /**
   * Makes a new file and locks it; another one where a process took it for left behind, and deleted
   * it, before it was locked.
   *
   * @throws IOException when it cannot be made
   */
  static Locked locked(Naming naming) throws IOException {
    while (true) {
      Path file = naming.next();
      var channel = UserFile.channel(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (kept(channel, file)) {
        return new Locked(file, channel);
      }
      channel.close();
    }
  }

  /** Locks it; false when another process was faster and deletes it: then it is of no use. */
  static boolean kept(FileChannel channel, Path file) {
    try {
      return channel.tryLock() != null && Files.exists(file);
    } catch (IOException | OverlappingFileLockException e) {
      return true; // Where nothing can be locked, nobody deletes anything.
    }
  }

  /** Locks it until it is closed, or the process ends; whether nobody else has. */
  static boolean lock(FileChannel channel) {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  private static RuntimeException unwritable(IOException e) {
    return AtomicFile.unwritable(Path.of(System.getProperty("java.io.tmpdir", "/tmp")), e);
  }
}
