package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;

/** Tells a {@link Meter} how each request of the caller ended. */
public record MeteringLlm(ChatLlm inner, Meter meter) implements ChatLlm {
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    try {
      var reply = inner.ask(ask);
      meter.answered(reply);
      return reply;
    } catch (ProviderError e) {
      meter.failed(e.kind());
      throw e;
    }
  }
}
