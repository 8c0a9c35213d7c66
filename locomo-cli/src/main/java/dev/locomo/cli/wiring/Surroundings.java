package dev.locomo.cli.wiring;

import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.llm.Keys;
import dev.locomo.rag.hub.ModelHub;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where models and files are found.
 *
 * @param environment variables, for keys, the home folder and the Hugging Face cache
 * @param offline whether no model is downloaded
 * @param progress told of downloads, a line at a time
 */
public record Surroundings(
    Map<String, String> environment, boolean offline, Consumer<String> progress) {
  /** Of a verb. */
  public static Surroundings of(Invocation call, boolean offline) {
    return new Surroundings(
        call.environment(),
        offline,
        line -> {
          call.err().println(line);
          call.err().flush();
        });
  }

  /**
   * Where models are looked for and downloaded to.
   *
   * @param folder besides the Hugging Face cache; null for the one in the home folder
   */
  public ModelHub hub(@Nullable Path folder) {
    Path models = folder != null ? folder : Home.folder(environment).resolve("models");
    var tokens = Keys.read(environment, Path.of(".env")).of("HF_TOKEN");
    return ModelHub.of(models, environment, tokens, offline, progress).with(Remote.models(this));
  }
}
