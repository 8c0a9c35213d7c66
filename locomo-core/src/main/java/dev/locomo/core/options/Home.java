package dev.locomo.core.options;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The user's own folder: {@code LOCOMO_HOME}, else {@code ~/.locomo}. Holds the cache and imported
 * prompts.
 */
public final class Home {
  private Home() {}

  /**
   * A file as named, or where it is not there, that of this name which the program came with:
   * {@code data/locomo-demo.json} is found wherever the program was started.
   */
  public static Path found(Path file) {
    return found(file, Path.of(""));
  }

  /**
   * The same, looked for above a folder too: what a run of a checkout names is found when both were
   * moved or copied. Of a longer name the last folder and the file count.
   */
  public static Path found(Path file, Path folder) {
    if (Files.exists(file)) {
      return file;
    }
    int names = file.getNameCount();
    Path tail = names > 2 ? file.subpath(names - 2, names) : file;
    return Stream.concat(above(folder.toAbsolutePath().normalize()), program())
        .map(place -> place.resolve(tail))
        .filter(Files::exists)
        .findFirst()
        .orElse(file);
  }

  private static Stream<Path> above(Path folder) {
    return Stream.iterate(folder, Objects::nonNull, Path::getParent);
  }

  /** Where the first library lies; classes of an archive do not know where they are from. */
  private static Stream<Path> program() {
    String[] libraries = System.getProperty("java.class.path", "").split(File.pathSeparator, 2);
    return above(Path.of(libraries[0]).toAbsolutePath().normalize());
  }

  /** The folder; it need not exist. */
  public static Path folder(Map<String, String> environment) {
    String set = environment.get("LOCOMO_HOME");
    return set != null && !set.isBlank()
        ? Path.of(set)
        : Path.of(System.getProperty("user.home"), ".locomo");
  }
}
