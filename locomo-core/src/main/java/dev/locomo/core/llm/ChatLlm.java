package dev.locomo.core.llm;

/**
 * A chat model: the one narrow port to every provider, and the shape of every decorator round it
 * (cache, retry, limits, metering).
 *
 * <p><b>How to add a provider</b>: write an adapter in {@code core.llm.langchain4j}, map its
 * failures to {@link ProviderError} in the one place that does so, and add it to the list of
 * providers there.
 */
public interface ChatLlm {
  /**
   * Asks once and waits. Implementations may be called from many threads at once.
   *
   * @throws ProviderError when there is no reply; it says whether the same request can succeed
   *     later
   */
  Reply ask(Ask ask) throws InterruptedException;
}
