package dev.locomo.core.run;

import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run, held by one process at a time.
 *
 * <p>{@code spec.json} is written before anything is asked, {@code predictions.jsonl} (or the calls
 * of a pipeline) grows by whole lines, everything else can be rebuilt from the two.
 */
public final class RunFolder implements AutoCloseable {
  /** The settings. */
  public static final String SPEC = "spec.json";

  /** What happened, closed last. */
  public static final String MANIFEST = "manifest.json";

  /** One line a question asked. */
  public static final String PREDICTIONS = "predictions.jsonl";

  /** One line a call of a model, where a task logs them. */
  public static final String CALLS = "calls.jsonl";

  /** One line an image. */
  public static final String CAPTIONS = "captions.jsonl";

  /** All that a run has on record; the rest follows from it. */
  public static final List<String> RECORD = List.of(CALLS, PREDICTIONS, CAPTIONS);

  /** One line a question and metric. */
  public static final String SCORES = "scores.jsonl";

  private static final String LOCK = ".lock";
  private static final long LOOKED_AT_MILLIS = 30;

  private final Path folder;
  private final FileChannel lockChannel;
  private @Nullable Journal predictions;
  private final boolean resumed;
  private final boolean retriesFailed;

  private RunFolder(Path folder, FileChannel lockChannel, boolean resumed, boolean retriesFailed) {
    this.folder = folder;
    this.lockChannel = lockChannel;
    this.resumed = resumed;
    this.retriesFailed = retriesFailed;
  }

  /**
   * Opens a folder for a run: a new one, or one of a run with the same result settings.
   *
   * @throws UserError when it holds a run with other settings (naming them), something that is no
   *     run, is in use by another process, or cannot be written
   */
  public static RunFolder open(Path folder, RunSpec spec) {
    return open(folder, spec, false);
  }

  /**
   * As {@link #open(Path, RunSpec)}.
   *
   * @param retriesFailed whether what an earlier start has no good outcome for is done again
   */
  public static RunFolder open(Path folder, RunSpec spec, boolean retriesFailed) {
    refuseForeign(folder);
    FileChannel lock = lock(folder);
    try {
      boolean resumed = holds(folder, spec);
      if (!resumed) {
        AtomicFile.writeText(folder.resolve(SPEC), spec.toJson());
      }
      return new RunFolder(folder, lock, resumed, retriesFailed);
    } catch (RuntimeException e) {
      closeQuietly(lock);
      throw e;
    }
  }

  /**
   * Sets an existing folder aside under the next free name ({@code DIR.1}, ...), so that a run can
   * start over without losing what was paid for. Does nothing when there is none.
   *
   * @throws UserError when it holds something that is no run, or is in use by another process
   */
  public static void setAside(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    refuseForeign(folder);
    closeQuietly(lock(folder));
    for (int i = 1; ; i++) {
      Path aside = folder.resolveSibling(folder.getFileName() + "." + i);
      if (!Files.exists(aside)) {
        try {
          Files.move(folder, aside);
        } catch (IOException e) {
          throw AtomicFile.unwritable(folder, e);
        }
        return;
      }
    }
  }

  /**
   * Keeps other processes out of a run's folder until it is closed.
   *
   * @throws UserError when it holds no run, or is in use
   */
  public static Closeable hold(Path folder) {
    if (!Files.exists(folder.resolve(SPEC))) {
      throw new UserError(folder + " holds no run (found no " + SPEC + ")", "the folder of a run");
    }
    return lock(folder);
  }

  /**
   * Deletes a run's folder and all that is in it; links in it go, not what they point to.
   *
   * @throws UserError when it holds no run, is in use by another process, or cannot be deleted
   */
  public static void delete(Path folder) {
    try (var _ = hold(folder);
        Stream<Path> files = Files.walk(folder)) {
      // Its settings last: what is left of a deletion that was cut off is still a run.
      var order =
          Comparator.comparing((Path f) -> f.equals(folder.resolve(SPEC)))
              .thenComparingInt(f -> -f.getNameCount());
      for (Path file : files.filter(f -> !f.equals(folder)).sorted(order).toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /**
   * Whether a folder holds this run.
   *
   * @return false when it holds none
   * @throws UserError when it holds one with other settings, naming them
   */
  public static boolean holds(Path folder, RunSpec spec) {
    if (!Files.exists(folder.resolve(SPEC))) {
      return false;
    }
    var differences = RunSpec.read(folder.resolve(SPEC)).differencesTo(spec);
    if (!differences.isEmpty()) {
      throw new UserError(
          folder + " holds a run with other settings\n  " + String.join("\n  ", differences),
          "another --run folder, or the settings of that run");
    }
    return true;
  }

  private static FileChannel lock(Path folder) {
    Path file = folder.resolve(LOCK);
    try {
      Files.createDirectories(folder);
      var channel = UserFile.channel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel) && !tryLock(channel, LOOKED_AT_MILLIS)) {
        closeQuietly(channel);
        throw new UserError(
            folder + " is in use by another locomo", "wait for it, or another --run folder");
      }
      return channel;
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }

  /** Who only looks whether it is in use has it locked for a moment. */
  private static boolean tryLock(FileChannel channel, long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return tryLock(channel);
  }

  /** Whether a process works in a run's folder; the folder is left as it is. */
  public static boolean inUse(Path folder) {
    try (var channel = UserFile.channel(folder.resolve(LOCK), StandardOpenOption.READ)) {
      @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /**
   * A folder with things in it that are not ours is left alone: a mistyped path must not fill up
   * someone's home.
   */
  private static void refuseForeign(Path folder) {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(SPEC))) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      var foreign =
          files.filter(f -> !f.endsWith(LOCK) && !f.toString().endsWith(".part")).findFirst();
      if (foreign.isPresent()) {
        throw new UserError(
            folder + " is not empty and holds no run (found " + foreign.get().getFileName() + ")",
            "an empty or new folder");
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /** A file of the run by name. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** The folder itself. */
  public Path path() {
    return folder;
  }

  /** Whether it held this run already. */
  public boolean resumed() {
    return resumed;
  }

  /** Whether what an earlier start has no good outcome for is done again. */
  public boolean retriesFailed() {
    return retriesFailed;
  }

  /** What was asked so far; append what is asked now. */
  public synchronized Journal predictions() {
    if (predictions == null) {
      predictions = Journal.open(file(PREDICTIONS));
    }
    return predictions;
  }

  /**
   * Replaces the journal by the same predictions in another order and closes it; nothing can be
   * appended after.
   *
   * @param lines without line feeds
   */
  public void settle(Stream<String> lines) {
    predictions().close();
    AtomicFile.writeLines(file(PREDICTIONS), lines);
  }

  @Override
  public synchronized void close() {
    try (lockChannel) {
      if (predictions != null) {
        predictions.close();
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing was written through it.
    }
  }
}
