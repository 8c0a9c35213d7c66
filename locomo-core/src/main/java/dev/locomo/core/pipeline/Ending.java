package dev.locomo.core.pipeline;

import dev.locomo.core.llm.ProviderError;
import org.jspecify.annotations.Nullable;

/**
 * How a run's work ended.
 *
 * @param all whether every piece was done or written down as failed
 * @param provider why the provider made it end early; null when it did not
 */
public record Ending(boolean all, @Nullable ProviderError provider) {
  /** Everything was done. */
  public static final Ending ALL = new Ending(true, null);
}
