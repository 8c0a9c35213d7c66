package dev.locomo.rag.embed.djl;

import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where checkpoints are looked for: a folder of that name, the model folder ({@code DIR/org/name}
 * or {@code DIR/name}), and the Hugging Face cache.
 *
 * @param models {@code --model-dir}
 * @param hubCache the cache's folder {@code hub}; need not exist
 */
public record ModelFolders(Path models, Path hubCache) {
  /**
   * The model folder and the cache where the environment says it is.
   *
   * @param environment of the process, for {@code HF_HOME}
   */
  public static ModelFolders of(Path models, java.util.Map<String, String> environment) {
    String home = environment.get("HF_HOME");
    Path cache =
        home != null
            ? Path.of(home)
            : Path.of(System.getProperty("user.home"), ".cache", "huggingface");
    return new ModelFolders(models, cache.resolve("hub"));
  }

  /**
   * The folder of a model.
   *
   * @param name a folder, or a name such as {@code facebook/contriever}
   * @throws UserError when it is in none of the places
   */
  public Path find(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    var places = List.of(Path.of(name), models.resolve(name), models.resolve(last));
    return places.stream()
        .filter(p -> Files.exists(p.resolve("config.json")))
        .findFirst()
        .or(() -> cached(name))
        .orElseThrow(() ->
            new UserError(
                "no model " + name + ": looked for config.json in " + places + " and " + hubCache,
                "put its files into " + models.resolve(name) + ", or name a folder"));
  }

  /** {@code models--org--name/snapshots/REVISION}, the revision that {@code refs/main} names. */
  private Optional<Path> cached(String name) {
    Path model = hubCache.resolve("models--" + name.replace("/", "--"));
    try (Stream<Path> snapshots = Files.list(model.resolve("snapshots"))) {
      Path main = model.resolve("refs").resolve("main");
      String revision = Files.exists(main) ? Files.readString(main).strip() : "";
      return snapshots
          .filter(s -> revision.isEmpty() || s.endsWith(revision))
          .filter(s -> Files.exists(s.resolve("config.json")))
          .min(java.util.Comparator.naturalOrder());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
