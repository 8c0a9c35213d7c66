package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.llm.Ask;
import java.util.List;

/** Writes down the events in a speaker's life. */
public interface Summarizer {
  /** The name in reports, for example {@code events@1, incremental}. */
  String id();

  /** SHA-256 over everything of it that can change a request, model and settings apart. */
  String hash();

  /** The requests for a unit, about: what depends on replies is made with gold events instead. */
  List<Ask> plan(Unit unit);

  /**
   * Summarizes a unit.
   *
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  Summary summarize(Unit unit, Calls llm) throws InterruptedException;
}
