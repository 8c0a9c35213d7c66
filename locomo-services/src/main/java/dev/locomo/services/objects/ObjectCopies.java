package dev.locomo.services.objects;

import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Copies of objects on this machine. The store is asked each time whether an object is still the
 * one that is here; it is only fetched again when it is not.
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
      file(address.resolve(object.name()));
    }
    return address.in(folder);
  }

  private Path copy(ObjectAddress object, ObjectStore.Head head) {
    Path file = object.in(folder);
    Path note = file.resolveSibling("." + file.getFileName() + ".tag");
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
