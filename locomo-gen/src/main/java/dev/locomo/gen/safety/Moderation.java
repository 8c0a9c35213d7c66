package dev.locomo.gen.safety;

import java.util.Optional;

/** A service that says whether a text is acceptable. */
@FunctionalInterface
public interface Moderation {
  /** Accepts everything. */
  Moderation NONE = _ -> Optional.empty();

  /**
   * What a text was flagged for, or empty.
   *
   * @throws dev.locomo.core.llm.ProviderError when the service does not answer
   */
  Optional<String> flagged(String text) throws InterruptedException;
}
