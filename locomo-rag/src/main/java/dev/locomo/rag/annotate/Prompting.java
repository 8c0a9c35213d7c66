package dev.locomo.rag.annotate;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/**
 * A named, versioned, hashed way to have a model annotate a session.
 *
 * @param <T> what one session gives
 */
public interface Prompting<T> {
  /** The name in reports, with its version, for example {@code observations@1}. */
  String id();

  /**
   * SHA-256 of everything in it that can change a request or the reading of a reply, 64 hex digits.
   */
  String hash();

  /** The request about a session that has turns. */
  Ask ask(Conversation talk, Session session);

  /**
   * The request after a reply that could not be read.
   *
   * @param asked the first request about the session
   * @param reply to the last one
   * @param wrong what was wrong with it
   * @param tries how many replies there were, at least 1
   */
  Ask again(Ask asked, Reply reply, String wrong, int tries);

  /**
   * Reads a reply.
   *
   * @throws Unreadable when it is cut off, in another form, or names turns that the session lacks
   */
  T read(Conversation talk, Session session, Reply reply) throws Unreadable;
}
