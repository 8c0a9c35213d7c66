package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.ask.Unreadable;
import org.jspecify.annotations.Nullable;

/** Generates turns. */
public interface TurnWriter extends NamedMethod<Target> {
  /**
   * Generates a turn from what comes before it.
   *
   * @throws Unreadable when no reply could be read
   * @throws dev.locomo.core.llm.ProviderError when there was no reply
   */
  TurnContent say(Target target, Calls steps) throws InterruptedException, Unreadable;

  /**
   * A generated turn.
   *
   * @param text what is said; not empty
   * @param image the picture as caption or search, or null when none is shared
   */
  record TurnContent(String text, @Nullable String image) {}
}
