package dev.locomo.core.llm;

/**
 * A chat model: the one narrow port to every provider, and the shape of every decorator round it
 * (cache, retry, limits, metering). {@link Provider} says how to add one.
 */
public interface ChatLlm {
  /**
   * Asks once and waits. Implementations may be called from many threads at once.
   *
   * @throws ProviderError when there is no reply; it says whether the same request can succeed
   *     later
   */
  Reply ask(Ask ask) throws InterruptedException;

  /**
   * Says that nothing could be done with a reply, so that a place where it is stored does not give
   * it again.
   *
   * @return whether it was stored before this start, so that asking again can bring another one
   */
  default boolean forget(Ask ask, Reply reply) {
    return false;
  }
}
