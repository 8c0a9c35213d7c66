package dev.locomo.rag.options;

import dev.locomo.core.keys.Keys;
import dev.locomo.core.options.Home;
import dev.locomo.rag.hub.ModelHub;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where models are found.
 *
 * @param environment variables, for keys, the home folder and the Hugging Face cache
 * @param offline whether no model is downloaded
 * @param progress told of downloads, a line at a time
 * @param objects finds models in object storage
 */
public record ModelLookup(
    Map<String, String> environment,
    boolean offline,
    Consumer<String> progress,
    Function<String, Optional<Path>> objects) {
  /**
   * Where models are looked for and downloaded to.
   *
   * @param folder besides the Hugging Face cache; null for the one in the home folder
   */
  public ModelHub hub(@Nullable Path folder) {
    Path models = folder != null ? folder : Home.folder(environment).resolve("models");
    var tokens = Keys.read(environment, Path.of(".env")).of("HF_TOKEN");
    return ModelHub.of(models, environment, tokens, progress).offline(offline).with(objects);
  }
}
