package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;

/**
 * Annotates sessions, one at a time.
 *
 * @param <T> what one session gives
 */
public interface Annotator<T> {
  /** The name in reports, with its version. */
  String id();

  /** SHA-256 of everything in it that can change what it gives, 64 hex digits. */
  String hash();

  /**
   * Annotates a session that has turns.
   *
   * @param calls asks models
   * @throws Unreadable when no reply could be read
   * @throws dev.locomo.core.llm.ProviderError when there was no reply
   */
  T annotate(Sample sample, Session session, Calls calls) throws InterruptedException, Unreadable;
}
