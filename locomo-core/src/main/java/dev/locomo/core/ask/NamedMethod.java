package dev.locomo.core.ask;

import dev.locomo.core.llm.Ask;
import java.util.List;

/**
 * A named, versioned way to do one kind of work, by asking a model or by rule.
 *
 * @param <I> one piece of the work
 */
public interface NamedMethod<I> {
  /** The name in reports, for example {@code verifier(model=openai:gpt-4o,prompt=1)}. */
  String id();

  /** SHA-256 over everything of it that can change a result, model and settings apart. */
  String hash();

  /** The requests about a piece, should every reply be readable; none when it asks nobody. */
  default List<Ask> plan(I piece) {
    return List.of();
  }
}
