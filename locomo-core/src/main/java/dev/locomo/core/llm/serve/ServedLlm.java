package dev.locomo.core.llm.serve;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;

/**
 * A model of a server of our own: started when it is first asked, and a lost connection is told as
 * the end of the server where it has ended.
 *
 * @param start gives the model, waiting for its server where that has not been started
 * @param ended throws when the server has ended, and does nothing while it runs
 */
public record ServedLlm(Start start, Runnable ended) implements ChatLlm {
  /** What starts a server, the first time. */
  @FunctionalInterface
  public interface Start {
    /** The model to ask. */
    ChatLlm model() throws InterruptedException;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    ChatLlm model = start.model();
    try {
      return model.ask(ask);
    } catch (ProviderError e) {
      if (e.kind() == Kind.CONNECTION) {
        ended.run();
      }
      throw e;
    }
  }
}
