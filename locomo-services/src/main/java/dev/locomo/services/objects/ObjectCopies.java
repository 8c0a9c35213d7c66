package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Copies of objects on this machine. The store is asked each time whether an object is still the
 * one that is here; it is only fetched again when it is not. When the store cannot be reached or
 * fails, what is here counts, and that is said.
 *
 * @param store open
 * @param folder that holds them, by bucket and key
 * @param progress told of each that is fetched, a line at a time
 */
public record ObjectCopies(ObjectStore store, Path folder, Consumer<String> progress) {
  /**
   * One object as a file.
   *
   * @throws DataError when there is no such object
   */
  public Path file(ObjectAddress object) {
    return asked(object, note(object.in(folder)), () -> fetched(object));
  }

  private Path fetched(ObjectAddress object) {
    var head =
        store
            .head(object)
            .orElseThrow(() -> new DataError(object.toString(), "", "there is no such object"));
    return copy(object, head);
  }

  /**
   * All objects below an address as a folder; what is no longer there stays here.
   *
   * @throws DataError when there are none
   */
  public Path folder(ObjectAddress address) {
    return asked(address, note(address.in(folder)), () -> all(address));
  }

  private Path all(ObjectAddress address) {
    var all =
        store.list(address).stream()
            .filter(o -> !o.name().isEmpty() && !o.name().endsWith("/"))
            .toList();
    if (all.isEmpty()) {
      throw new DataError(address.toString(), "", "holds no object");
    }
    for (var object : all) {
      if (RunFiles.escapes(object.name())) {
        throw new DataError(
            address.toString(), "", "found '" + object.name() + "', which is no file name");
      }
      fetched(address.resolve(object.name()));
    }
    Path copy = address.in(folder);
    // Says that all of it was here.
    AtomicFile.writeText(note(copy), Instant.now().toString());
    return copy;
  }

  /** What the store has, or the copy when it has been here as a whole and the store is down. */
  private Path asked(ObjectAddress object, Path note, Supplier<Path> asking) {
    Path copy = object.in(folder);
    try {
      return asking.get();
    } catch (ProviderError e) {
      if (!Files.isRegularFile(note) || !Files.exists(copy)) {
        throw e;
      }
      progress.accept("%s; the copy in %s is used".formatted(e.reason(), copy));
      return copy;
    }
  }

  private static Path note(Path copy) {
    return copy.resolveSibling("." + copy.getFileName() + ".tag");
  }

  private Path copy(ObjectAddress object, ObjectStore.Head head) {
    Path file = object.in(folder);
    Path note = note(file);
    try {
      boolean same =
          Files.isRegularFile(file)
              && Files.size(file) == head.size()
              && Files.isRegularFile(note)
              && UserFile.text(note, 1 << 10).equals(head.version());
      if (!same) {
        progress.accept("fetching " + object);
        store.get(object, head, "", file);
        AtomicFile.writeText(note, head.version());
      }
      return file;
    } catch (IOException e) {
      throw AtomicFile.unwritable(file, e);
    }
  }
}
