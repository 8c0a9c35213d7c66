package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.Ask;
import java.util.function.BiFunction;

/**
 * Has a model annotate, and asks again when its reply cannot be read.
 *
 * @param id the name in reports, with its version, for example {@code observations@1}
 * @param hash SHA-256 of everything that can change a request or the reading of a reply
 * @param request the request about a session that has turns
 * @param repeat how it is asked again
 * @param reader reads a reply
 * @param <T> what one session gives
 */
record ModelAnnotator<T>(
    String id,
    String hash,
    BiFunction<Conversation, Session, Ask> request,
    Repeat repeat,
    SessionReader<T> reader)
    implements Annotator<T> {
  /** Reads what a reply says of a session. */
  @FunctionalInterface
  public interface SessionReader<T> {
    /**
     * Reads a reply.
     *
     * @throws Unreadable when it is cut off, in another form, or names turns that the session lacks
     */
    T read(Conversation talk, Session session, ReplyText reply) throws Unreadable;
  }

  @Override
  public T annotate(Sample sample, Session session, Calls calls)
      throws InterruptedException, Unreadable {
    var talk = sample.conversation();
    return calls.ask(
        sample.id() + "/S" + session.number(),
        request.apply(talk, session),
        repeat,
        reply -> reader.read(talk, session, reply));
  }
}
