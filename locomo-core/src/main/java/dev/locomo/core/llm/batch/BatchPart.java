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

/** Requests that will be one batch, collected in a file of the system's folder for such files. */
final class BatchPart implements AutoCloseable {
  final Path file;
  final Set<String> ids = new LinkedHashSet<>();
  private final BatchApi api;
  private long bytes;

  /** What is on record of it; null before it is first sent. */
  BatchRecord.@Nullable Entry entry;

  /** Whether a batch may have been made of it. */
  boolean tried;

  BatchPart(BatchApi api) {
    this.api = api;
    try {
      file = Files.createTempFile("locomo-batch", ".json");
      file.toFile().deleteOnExit();
    } catch (IOException e) {
      throw AtomicFile.unwritable(Path.of(System.getProperty("java.io.tmpdir")), e);
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
      // It is deleted at the end of the program.
    }
  }
}
