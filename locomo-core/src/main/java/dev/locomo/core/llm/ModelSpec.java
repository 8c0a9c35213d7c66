package dev.locomo.core.llm;

import org.jspecify.annotations.Nullable;

/**
 * A model that was chosen, resolved.
 *
 * @param provider who runs it
 * @param model its name as the provider knows it; for {@link Provider#LOCAL} the folder
 * @param typed what the user typed: an alias or {@code provider:model}
 * @param referenceContext the token limit that the original code gives the typed name, its mistakes
 *     included; null where it has none
 * @param context tokens that really fit, prompt and reply together; of an alias that names a
 *     smaller window, that window; null when unknown
 */
public record ModelSpec(
    Provider provider,
    String model,
    String typed,
    @Nullable Integer referenceContext,
    @Nullable Integer context) {

  /**
   * Resolves a built-in alias or {@code provider:model}.
   *
   * @throws dev.locomo.core.error.UserError when it is neither, naming what is known
   */
  public static ModelSpec parse(String typed) {
    return ModelCatalog.builtIn().parse(typed);
  }

  /** {@code provider:model}, resolved, or {@code extractive}; the name in reports. */
  public String id() {
    return asksNobody() ? provider.id() : provider.id() + ":" + model;
  }

  /** Whether it is the built-in reader, which sends no request and costs nothing. */
  public boolean asksNobody() {
    return provider.equals(Provider.EXTRACTIVE);
  }

  /** Whether its weights are a folder on this machine. */
  public boolean runsHere() {
    return provider.equals(Provider.LOCAL);
  }
}
