package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.stack.AimdLimit.Outcome;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Holds requests back: so many in flight, so many and so many tokens a minute. */
public final class PacingLlm implements ChatLlm {
  private final ChatLlm inner;
  private final Pace pace;

  /**
   * The bounds.
   *
   * @param inFlight how many at once
   * @param requests per minute, or null for any number
   * @param tokens per minute, or null for any number
   * @param estimate tokens of a request and its reply, before the real number is known
   */
  public record Pace(
      AimdLimit inFlight,
      @Nullable Budget requests,
      @Nullable Budget tokens,
      ToLongFunction<Ask> estimate) {}

  public PacingLlm(ChatLlm inner, Pace pace) {
    this.inner = inner;
    this.pace = pace;
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    int ticket = pace.inFlight().enter();
    var outcome = Outcome.OTHER;
    try {
      var reply = askWithinTheMinute(ask);
      outcome = Outcome.SUCCEEDED;
      return reply;
    } catch (ProviderError e) {
      boolean overloaded = e.kind() == Kind.RATE_LIMITED || e.kind() == Kind.UNAVAILABLE;
      outcome = overloaded ? Outcome.OVERLOADED : Outcome.OTHER;
      throw e;
    } finally {
      pace.inFlight().leave(ticket, outcome);
    }
  }

  /** Counted here, with the place in flight held: the request is sent the moment it is counted. */
  private Reply askWithinTheMinute(Ask ask) throws InterruptedException {
    if (pace.requests() != null) {
      pace.requests().pass(1);
    }
    if (pace.tokens() == null) {
      return inner.ask(ask);
    }
    var entry = pace.tokens().pass(pace.estimate().applyAsLong(ask));
    var reply = inner.ask(ask);
    if (reply.inputTokens() != null && reply.outputTokens() != null) {
      entry.correct((long) reply.inputTokens() + reply.outputTokens());
    }
    return reply;
  }
}
