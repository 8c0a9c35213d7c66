package dev.locomo.eval.dialog;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.ask.Unreadable;

/** Generates turns. */
public interface TurnWriter extends NamedMethod<Target> {
  /**
   * Generates a turn from what comes before it.
   *
   * @throws Unreadable when no reply could be read
   * @throws dev.locomo.core.llm.ProviderError when there was no reply
   */
  Said say(Target target, Calls steps) throws InterruptedException, Unreadable;
}
