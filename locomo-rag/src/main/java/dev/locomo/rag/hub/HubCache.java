package dev.locomo.rag.hub;

import dev.locomo.core.error.UserFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder in which the Hugging Face libraries keep what they downloaded; never written to. A
 * model is {@code models--org--name}, with {@code refs/BRANCH} (a commit), {@code
 * snapshots/COMMIT/FILE} and {@code .no_exist/COMMIT/FILE} for files that are known not to exist.
 *
 * @param folder {@code .../huggingface/hub}; need not exist
 */
record HubCache(Path folder) {
  /** Where the libraries look, by their own variables. */
  static HubCache of(Map<String, String> environment) {
    return new HubCache(
        set(environment, "HF_HUB_CACHE")
            .or(() -> set(environment, "HUGGINGFACE_HUB_CACHE"))
            .or(() -> set(environment, "HF_HOME").map(home -> home.resolve("hub")))
            .or(() -> set(environment, "XDG_CACHE_HOME").map(c -> c.resolve("huggingface/hub")))
            .orElseGet(
                () -> Path.of(System.getProperty("user.home"), ".cache", "huggingface", "hub")));
  }

  private static Optional<Path> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(Path::of);
  }

  /** The snapshot of a revision, if it is there. */
  Optional<LocalModel> find(RepositoryName name) {
    Path model = folder.resolve("models--" + name.repository().replace("/", "--"));
    Path snapshots = model.resolve("snapshots");
    Path ref = model.resolve("refs").resolve(name.revision());
    try {
      String commit =
          Files.isRegularFile(ref) ? UserFile.text(ref, 1 << 10).strip() : name.revision();
      List<Path> all;
      try (Stream<Path> listed = Files.list(snapshots)) {
        all = listed.toList();
      }
      return all.stream()
          .filter(s -> s.endsWith(commit) || (all.size() == 1 && isUnnamed(name, ref)))
          .findFirst()
          .map(s -> new LocalModel(s, String.valueOf(s.getFileName())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Only one snapshot and no branch file: it was downloaded by its commit. */
  private static boolean isUnnamed(RepositoryName name, Path ref) {
    return name.revision().equals(RepositoryName.MAIN) && !Files.exists(ref);
  }

  /** Whether it is certain that the model has no such file, or it is there. */
  boolean knows(LocalModel snapshot, String file) {
    Path model = snapshot.folder().resolve("../..").normalize();
    return Files.exists(snapshot.folder().resolve(file))
        || Files.exists(model.resolve(".no_exist").resolve(snapshot.revision()).resolve(file));
  }
}
