package dev.locomo.cli.wiring;

import dev.locomo.core.llm.ModelCatalog;
import dev.locomo.core.llm.ModelSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and how it is reached. */
public final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "extractive",
      description =
          "provider:model, local:DIR for a model folder, an alias of the original, or extractive,"
              + " the built-in reader that needs no model, key or network (default:"
              + " ${DEFAULT-VALUE}).")
  public String model = "";

  @Option(
      names = "--models",
      paramLabel = "FILE",
      description =
          "Model names of your own, in the shape of the built-in list (docs/providers.md).")
  public @Nullable Path models;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "Where the provider's API is, version path included; any compatible server.")
  public @Nullable String baseUrl;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "The most one call may take (default: ${DEFAULT-VALUE}).")
  public int timeoutSeconds;

  /** The model that is meant. */
  public ModelSpec spec() {
    return LocalModels.resolved(catalog(), model);
  }

  /** The known models, the user's own included. */
  public ModelCatalog catalog() {
    return models == null ? ModelCatalog.builtIn() : ModelCatalog.builtIn().with(models);
  }
}
