package dev.locomo.rag.annotate;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.Repeat;
import dev.locomo.core.ask.ReplyText;
import dev.locomo.core.ask.Unreadable;
import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Observation;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.llm.Ask;
import java.util.List;
import java.util.function.BiFunction;

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
   * @throws Unreadable when no reply could be read
   * @throws dev.locomo.core.llm.ProviderError when there was no reply
   */
  T annotate(Sample sample, Session session, Calls calls) throws InterruptedException, Unreadable;

  /** One way to annotate sessions, for each kind of annotation. */
  interface Kinds {
    /** Finds facts about the speakers. */
    Annotator<List<Observation>> observations();

    /** Sums sessions up. */
    Annotator<String> summaries();
  }

  /**
   * Has a model annotate, and asks again when its reply cannot be read.
   *
   * @param request the request about a session that has turns
   * @param repeat how it is asked again
   * @param reader reads a reply
   */
  record ByModel<T>(
      String id,
      String hash,
      BiFunction<Conversation, Session, Ask> request,
      Repeat repeat,
      SessionReader<T> reader)
      implements Annotator<T> {
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

  /** Reads what a reply says of a session. */
  @FunctionalInterface
  interface SessionReader<T> {
    /** It is unreadable when cut off, in another form, or naming turns that the session lacks. */
    T read(Conversation talk, Session session, ReplyText reply) throws Unreadable;
  }
}
