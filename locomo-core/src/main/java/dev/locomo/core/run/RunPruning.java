package dev.locomo.core.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which of the runs in a folder are old enough to go. What is no run, or whose end is not on
 * record, stays.
 *
 * @param before runs that were last written at or after this stay
 * @param verb the only kind that goes, for example {@code eval-qa}; null for every kind
 * @param incomplete whether runs that are not complete go too
 */
public record RunPruning(Instant before, @Nullable String verb, boolean incomplete) {
  /**
   * A folder in the folder that was looked at.
   *
   * @param verb what made it; empty for what is no run
   * @param status of its manifest, for example {@code complete}; empty for what is no run
   * @param updated when it was last written; null where that is not on record
   * @param bytes of all of its files
   * @param stays why it stays; empty for one that goes
   */
  public record Found(
      Path folder,
      String verb,
      String status,
      @Nullable Instant updated,
      long bytes,
      String stays) {}

  /**
   * Looks at the folders in a folder, in the order of their names; nothing is deleted.
   *
   * @throws DataError when it cannot be read
   * @throws UserError when it is a run itself, or no folder
   */
  public List<Found> in(Path folder) {
    if (!Files.isDirectory(folder) || Files.exists(folder.resolve(RunFolder.SPEC))) {
      String what = Files.isDirectory(folder) ? " is a run" : " is no folder";
      throw new UserError(folder + what, "the folder that the runs are in");
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).sorted().map(this::found).toList();
    } catch (IOException e) {
      throw UserFile.unreadable(folder, e);
    }
  }

  private Found found(Path folder) {
    if (Files.isSymbolicLink(folder) || !Files.exists(folder.resolve(RunFolder.SPEC))) {
      return new Found(folder, "", "", null, 0, "no run");
    }
    try {
      String made = RunSpec.read(folder.resolve(RunFolder.SPEC)).task();
      ObjectNode manifest = Manifest.read(folder.resolve(RunFolder.MANIFEST));
      String status = manifest.path("status").asText();
      var updated = Instant.parse(manifest.path("updated").asText());
      String stays = stays(folder, made, status, updated);
      return new Found(folder, made, status, updated, bytes(folder), stays);
    } catch (DataError | DateTimeParseException e) {
      return new Found(folder, "", "", null, 0, "no readable spec.json and manifest.json");
    }
  }

  private String stays(Path folder, String made, String status, Instant updated) {
    boolean complete = status.equals(Manifest.Status.COMPLETE.name().toLowerCase(Locale.ROOT));
    if (verb != null && !verb.equals(made)) {
      return "another kind";
    }
    if (!updated.isBefore(before)) {
      return "not old enough";
    }
    if (RunFolder.inUse(folder)) {
      return "in use";
    }
    return complete || incomplete ? "" : "not complete";
  }

  private static long bytes(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw UserFile.unreadable(folder, e);
    }
  }
}
