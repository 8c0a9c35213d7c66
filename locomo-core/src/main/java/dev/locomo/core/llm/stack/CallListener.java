package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of requests, on the thread that asks and many at once: it must be quick and
 * throw nothing. A request of a caller is <em>asked</em> and <em>done</em>; each attempt that goes
 * to the provider for it is <em>sent</em> and <em>back</em> in between.
 */
public interface CallListener {
  /** Listens to nothing. */
  CallListener NONE = new CallListener() {};

  /**
   * How a request or an attempt ended; without reply and error it was given up by the caller.
   *
   * @param reply what came
   * @param error why nothing came
   * @param took from its beginning, waits included
   * @param cost US dollars of the reply; null when the price is unknown or it was not paid for
   */
  record Result(
      @Nullable Reply reply, @Nullable ProviderError error, Duration took, @Nullable Double cost) {}

  /** A caller wants a reply. */
  default void asked(ModelSpec model, Ask ask) {}

  /** The caller has one, perhaps from the cache, or gets none. */
  default void done(ModelSpec model, Result result) {}

  /** An attempt goes to the provider. */
  default void sent(ModelSpec model, Ask ask) {}

  /** It ended. */
  default void back(ModelSpec model, Result result) {}

  /** After this failure there will be another attempt. */
  default void retried(ModelSpec model, ProviderError error) {}
}
