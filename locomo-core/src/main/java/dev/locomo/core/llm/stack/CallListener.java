package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what becomes of requests, on the thread that asks and many at once: it must be quick and
 * throw nothing.
 */
@FunctionalInterface
public interface CallListener {
  /** Listens to nothing. */
  CallListener NONE = _ -> {};

  /** Something happened to a request. */
  void called(CallEvent event);

  /**
   * What can happen to a model and to requests. One of a caller is {@link Asked} and {@link
   * Answered}; each attempt that goes to the provider for it is {@link Sent} and {@link Back} in
   * between.
   */
  sealed interface CallEvent {}

  /**
   * A model can be asked from now on.
   *
   * @param priced whether it is known what its tokens cost
   */
  record Opened(ModelSpec model, boolean priced) implements CallEvent {}

  /** A caller wants a reply. */
  record Asked(ModelSpec model, Ask ask) implements CallEvent {}

  /** The caller has one, perhaps from the cache, or gets none. */
  record Answered(ModelSpec model, Result result) implements CallEvent {}

  /** An attempt goes to the provider. */
  record Sent(ModelSpec model, Ask ask) implements CallEvent {}

  /** The attempt ended. */
  record Back(ModelSpec model, Result result) implements CallEvent {}

  /** After this failure there will be another attempt. */
  record Retried(ModelSpec model, ProviderError error) implements CallEvent {}

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
}
