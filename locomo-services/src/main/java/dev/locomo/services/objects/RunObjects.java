package dev.locomo.services.objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFiles;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.TemporaryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Run folders in an object store. Beside a run's files lies {@value RunFiles#LIST} with the hash of
 * each: it is put last and read first, so that a run that is not there as a whole is never taken
 * for one.
 *
 * @param store open
 * @param progress told of each file, a line at a time
 */
public record RunObjects(ObjectStore store, Consumer<String> progress) {
  /**
   * What was moved.
   *
   * @param files of the run
   * @param moved those that were not there already
   */
  public record Moved(int files, int moved) {}

  /**
   * Puts a run there. Files that are there already, as they are here, are not sent again.
   *
   * @param to the run itself, not what it lies in
   * @throws UserError when the folder holds no run, or a process works in it
   */
  public Moved push(Path folder, ObjectAddress to) {
    try (var _ = RunFolder.hold(folder)) {
      var list = RunFiles.of(folder);
      SortedMap<String, String> here = list.hashes();
      int sent = 0;
      for (var file : here.entrySet()) {
        ObjectAddress object = to.resolve(file.getKey());
        boolean there =
            store.head(object).map(h -> h.sha256().equals(file.getValue())).orElse(false);
        if (!there) {
          progress.accept("pushing " + file.getKey());
          store.put(folder.resolve(file.getKey()), object, file.getValue());
          sent++;
        }
      }
      putList(list, to);
      return new Moved(here.size(), sent);
    } catch (IOException e) {
      throw new DataError(folder.toString(), "", "cannot be read (" + UserFile.why(e) + ")", e);
    }
  }

  private void putList(RunFiles list, ObjectAddress to) throws IOException {
    Path file = TemporaryFiles.file(".json");
    try {
      Files.writeString(file, list.toJson());
      store.put(file, to.resolve(RunFiles.LIST), FileHash.sha256(file));
    } finally {
      TemporaryFiles.delete(file);
    }
  }

  /**
   * Gets a run. What is in the folder already, from an earlier attempt, is not fetched again.
   *
   * @param from the run itself
   * @throws DataError when there is no whole run, or a file of it is not as it was put
   * @throws UserError when the folder holds something else; it is left as it is
   */
  public Moved pull(ObjectAddress from, Path folder) {
    SortedMap<String, String> there = list(from);
    try {
      var missing = missing(there, folder);
      for (String name : missing) {
        progress.accept("pulling " + name);
        ObjectAddress object = from.resolve(name);
        var head =
            store
                .head(object)
                .orElseThrow(
                    () -> new DataError(object.toString(), "", "is missing; push the run again"));
        store.get(object, head, there.getOrDefault(name, ""), folder.resolve(name));
      }
      return new Moved(there.size(), missing.size());
    } catch (IOException e) {
      throw AtomicFile.unwritable(folder, e);
    }
  }

  private SortedMap<String, String> list(ObjectAddress from) {
    ObjectAddress object = from.resolve(RunFiles.LIST);
    var head =
        store
            .head(object)
            .orElseThrow(() ->
                new DataError(
                    from.toString(),
                    "",
                    "holds no whole run: found no " + RunFiles.LIST + "; push it again"));
    Path file = TemporaryFiles.file(".json");
    try {
      store.get(object, head, "", file);
      JsonNode list = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
      return RunFiles.of(list, object.toString()).hashes();
    } finally {
      TemporaryFiles.delete(file);
    }
  }

  /** In their order, the settings last: a folder without them is no run yet. */
  private static java.util.List<String> missing(SortedMap<String, String> there, Path folder)
      throws IOException {
    var missing = new java.util.ArrayList<String>();
    for (var file : there.entrySet()) {
      Path here = folder.resolve(file.getKey());
      if (!Files.exists(here)) {
        missing.add(file.getKey());
      } else if (!FileHash.sha256(here).equals(file.getValue())) {
        throw new UserError(
            here + " is another one than in the store", "another folder, or push it first");
      }
    }
    if (missing.remove(RunFolder.SPEC)) {
      missing.add(RunFolder.SPEC);
    }
    return missing;
  }
}
