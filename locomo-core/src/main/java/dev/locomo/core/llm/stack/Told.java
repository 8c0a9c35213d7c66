package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.stack.CallListener.CallEvent;
import dev.locomo.core.llm.stack.CallListener.Result;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Those who listen to what becomes of requests to a model.
 *
 * @param price null when it is unknown
 */
record Told(ModelSpec model, @Nullable Price price, CallListener listener) {
  /** Tells what the caller sees, cached or not. */
  ChatLlm ofAsking(ChatLlm llm) {
    return new Telling(
        llm,
        ask -> new CallListener.Asked(model, ask),
        result -> new CallListener.Answered(model, result));
  }

  /** Tells what the provider sees. */
  ChatLlm ofSending(ChatLlm llm) {
    return new Telling(
        llm,
        ask -> new CallListener.Sent(model, ask),
        result -> new CallListener.Back(model, result));
  }

  /** Told of requests when they have a result. */
  ChatLlm ofBatches(BatchLlm batches) {
    ChatLlm sending = ofSending(batches::reply);
    return ask -> {
      batches.require(ask);
      return sending.ask(ask);
    };
  }

  void ofRetry(ProviderError error) {
    listener.called(new CallListener.Retried(model, error));
  }

  /** Tells of the beginning and the end of everything that is asked. */
  private final class Telling implements ChatLlm {
    private final ChatLlm inner;
    private final Function<Ask, CallEvent> begun;
    private final Function<Result, CallEvent> ended;

    Telling(ChatLlm inner, Function<Ask, CallEvent> begun, Function<Result, CallEvent> ended) {
      this.inner = inner;
      this.begun = begun;
      this.ended = ended;
    }

    @Override
    public Reply ask(Ask ask) throws InterruptedException {
      listener.called(begun.apply(ask));
      long start = System.nanoTime();
      @Nullable Reply reply = null;
      @Nullable ProviderError error = null;
      try {
        reply = inner.ask(ask);
        return reply;
      } catch (ProviderError e) {
        error = e;
        throw e;
      } finally {
        var took = Duration.ofNanos(System.nanoTime() - start);
        listener.called(ended.apply(new Result(reply, error, took, cost(reply))));
      }
    }

    @Override
    public boolean forget(Ask ask, Reply reply) {
      return inner.forget(ask, reply);
    }

    private @Nullable Double cost(@Nullable Reply reply) {
      if (price == null
          || reply == null
          || reply.cached()
          || reply.inputTokens() == null
          || reply.outputTokens() == null) {
        return null;
      }
      return price.cost(reply);
    }
  }
}
