package dev.locomo.core.llm.batch;

import dev.locomo.core.run.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests that will be one batch, collected in a file of the run's folder. */
final class BatchPart implements AutoCloseable {
  private static final String NAME = "batch-";
  private static final String ENDING = ".part";

  final Path file;
  final Set<String> ids = new LinkedHashSet<>();
  private final BatchApi api;
  private long bytes;

  /** What is on record of it; null before it is first sent. */
  BatchRecord.@Nullable Entry entry;

  /** Whether a batch may have been made of it. */
  boolean tried;

  /**
   * @param folder of the run
   */
  BatchPart(BatchApi api, Path folder) {
    this.api = api;
    try {
      file = Files.createTempFile(folder, NAME, ENDING);
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /** Deletes what a start that was killed has left; all of it is collected again. */
  static void deleteAll(Path folder) {
    try (var left = Files.newDirectoryStream(folder, NAME + "*" + ENDING)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  /** Adds a request unless the batch would be larger than the provider takes. */
  boolean add(String id, String line) {
    byte[] added = ((ids.isEmpty() ? "" : api.separator()) + line).getBytes(StandardCharsets.UTF_8);
    boolean fits =
        ids.size() < api.limits().requests() && bytes + added.length <= api.limits().bytes();
    if (!fits && !ids.isEmpty()) {
      return false;
    }
    try {
      Files.write(file, added, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
    bytes += added.length;
    return ids.add(id);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The next start deletes it.
    }
  }
}
