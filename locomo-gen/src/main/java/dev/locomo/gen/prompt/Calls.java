package dev.locomo.gen.prompt;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/**
 * Where replies come from. A step's name is unique within a conversation and says what is asked for
 * ({@code D3/turn-7}), so that what was paid for is found again when a run goes on.
 */
@FunctionalInterface
public interface Calls {
  /**
   * The reply to a request, asked for or stored.
   *
   * @throws dev.locomo.core.llm.ProviderError when there is none
   */
  Reply ask(String step, Ask ask) throws InterruptedException;
}
