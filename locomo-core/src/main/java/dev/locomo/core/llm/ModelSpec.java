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
 * @param family what it takes and needs
 */
public record ModelSpec(
    Provider provider,
    String model,
    String typed,
    @Nullable Integer referenceContext,
    @Nullable Integer context,
    ModelFamily family) {
  /** Tokens for hidden reasoning where it is asked for. */
  private static final int RESERVE = 16_384;

  /** A model of which no more is known. */
  public ModelSpec(
      Provider provider,
      String model,
      String typed,
      @Nullable Integer referenceContext,
      @Nullable Integer context) {
    this(provider, model, typed, referenceContext, context, ModelFamily.UNKNOWN);
  }

  /**
   * Resolves an alias that is known here or {@code provider:model}.
   *
   * @throws dev.locomo.core.error.UserError when it is neither, naming what is known
   */
  public static ModelSpec parse(String typed) {
    return ModelCatalog.known().parse(typed);
  }

  /** {@code provider:model}, resolved, or {@code extractive}; the name in reports. */
  public String id() {
    return asksNobody() ? provider.id() : provider.id() + ":" + model;
  }

  /**
   * Tokens for hidden reasoning: those of the family, at most a quarter of the window.
   *
   * @param wanted whether it is to reason, also where the family does not do it by itself
   */
  public int reserve(boolean wanted) {
    int most = wanted ? Math.max(RESERVE, family.reserve()) : family.reserve();
    Integer window = context == null ? family.context() : context;
    return window == null ? most : Math.min(most, window / 4);
  }

  /** The same, where so many tokens fit; null leaves it as it is. */
  public ModelSpec within(@Nullable Integer tokens) {
    return tokens == null
        ? this
        : new ModelSpec(provider, model, typed, referenceContext, tokens, family);
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
