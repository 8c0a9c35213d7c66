package dev.locomo.eval.reproduce;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.DataError;
import dev.locomo.eval.reproduce.Reproduction.Input;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the inputs of reproductions lie.
 *
 * @param folders looked through in this order
 */
public record Inputs(List<Path> folders) {
  public Inputs {
    folders = List.copyOf(folders);
  }

  /** The first file or folder of this name; empty when there is none. */
  Optional<Path> find(Input input) {
    return folder(input).map(f -> f.resolve(input.file()));
  }

  private Optional<Path> folder(Input input) {
    return folders.stream().filter(f -> Files.exists(f.resolve(input.file()))).findFirst();
  }

  /** The name of the first input that is nowhere; empty when all are there. */
  Optional<String> missing(Reproduction reproduction) {
    return reproduction.inputs().values().stream()
        .filter(input -> find(input).isEmpty())
        .map(Input::file)
        .findFirst();
  }

  /**
   * Every input's place, each checked by its hash.
   *
   * @throws DataError when one is missing or another file than meant
   */
  Map<String, Path> checked(Reproduction reproduction) {
    var places = new LinkedHashMap<String, Path>();
    reproduction.inputs().forEach((name, input) -> places.put(name, checked(input)));
    return places;
  }

  /**
   * The same, each copied to where the command may do with it what it likes.
   *
   * @param into a folder of its own
   */
  Map<String, Path> copied(Reproduction reproduction, Path into) {
    var places = checked(reproduction);
    reproduction
        .inputs()
        .forEach((name, input) ->
            places.computeIfPresent(
                name,
                (_, found) ->
                    Confinement.copy(
                        input, found, folder(input).orElseThrow(), into.resolve(name))));
    return places;
  }

  private Path checked(Input input) {
    Path file =
        find(input)
            .orElseThrow(() ->
                new DataError(
                    input.file(),
                    "",
                    "is in none of the folders "
                        + folders.stream().map(f -> f.toString().isEmpty() ? "." : "" + f).toList()
                        + "; name its folder with --inputs"));
    if (!Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new DataError(file.toString(), "", "is neither a file nor a folder");
    }
    if (!input.sha256().isEmpty()) {
      String found = Sha256.of(file);
      if (!found.equals(input.sha256())) {
        throw new DataError(
            file.toString(), "", "found sha256 " + found + "; expected " + input.sha256());
      }
    }
    return file;
  }
}
