package dev.locomo.eval.reproduce;

import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The reproductions by name: those that come with the program, and those of the user's files. */
public final class Catalogue {
  private static final List<String> BUILT_IN =
      List.of(
          "exact.yaml",
          "retrieval.yaml",
          "replayed.yaml",
          "paper-table-2.yaml",
          "paper-table-3.yaml",
          "paper-table-4.yaml",
          "paper-table-7.yaml",
          "today.yaml");

  private final Map<String, Reproduction> byName = new LinkedHashMap<>();

  /**
   * Reads them all.
   *
   * @param files YAML files of the user
   * @throws UserError when two have the same name
   * @throws dev.locomo.core.error.DataError when a file holds something else
   */
  public Catalogue(List<Path> files) {
    for (String name : BUILT_IN) {
      try (var in = Objects.requireNonNull(Catalogue.class.getResourceAsStream(name), name)) {
        ReproductionReader.read(name, in).forEach(this::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (Path file : files) {
      JsonFiles.read(file, in -> ReproductionReader.read(file.toString(), in)).forEach(this::add);
    }
  }

  private void add(Reproduction reproduction) {
    if (byName.putIfAbsent(reproduction.name(), reproduction) != null) {
      throw new UserError(
          "two reproductions are called '" + reproduction.name() + "'", "another name");
    }
  }

  /** All, the program's own first. */
  public List<Reproduction> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The one of this name.
   *
   * @throws UserError when there is none
   */
  public Reproduction get(String name) {
    Reproduction found = byName.get(name);
    if (found == null) {
      throw new UserError("there is no reproduction '" + name + "'", "reproduce --list");
    }
    return found;
  }
}
