package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;

/** Writes down the events in a speaker's life. */
public interface Summarizer extends NamedMethod<Unit> {
  /**
   * Summarizes a unit.
   *
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  Summary summarize(Unit unit, Calls llm) throws InterruptedException;
}
