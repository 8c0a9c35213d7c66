package dev.locomo.core.ask;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.Reply;

/**
 * The way of a task to a model. A step's name is unique within a run and says what is asked for
 * ({@code conv-26/D3/turn-7}), so that a reply that was paid for is found again when the run is
 * resumed.
 */
@FunctionalInterface
public interface Calls {
  /**
   * The reply to a request, asked for now or recorded by an earlier start of the run.
   *
   * @param step a name that no other call of the run has
   * @throws dev.locomo.core.llm.ProviderError when there is none
   */
  Reply ask(String step, Ask ask) throws InterruptedException;

  /**
   * Asks until the reader can read a reply, telling the model each time what is wrong with its last
   * one, as often as the rule allows.
   *
   * @param step name of the first request; {@link Repeat#step} names the others
   * @return what the reader made of the first reply it could read
   * @throws Unreadable when it could read none; it holds the last reply
   * @throws dev.locomo.core.llm.ProviderError when a request got no reply
   */
  default <T> T ask(String step, Ask first, Repeat repeat, ReplyReader<T> reader)
      throws InterruptedException, Unreadable {
    Ask next = first;
    for (int attempt = 1; ; attempt++) {
      Reply reply = ask(repeat.step(step, attempt), next);
      try {
        return reader.read(ReplyText.of(reply, attempt == repeat.tries()));
      } catch (Unreadable e) {
        if (attempt == repeat.tries()) {
          throw e.of(reply);
        }
        next = repeat.again(first, reply, e.wrong(), attempt);
      }
    }
  }
}
