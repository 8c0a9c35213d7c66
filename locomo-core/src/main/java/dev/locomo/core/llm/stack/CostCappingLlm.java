package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Refuses a request that could make the cost pass a limit: what has been paid plus its own worst
 * case. While the worst case of all that is in flight stands in its way, it waits.
 *
 * <p>The worst case is a token for each byte of the prompt (no tokenizer makes more of a text than
 * it has bytes) and the longest reply. A request that fails after it was taken may have been
 * billed: a timeout and a reply that is unreadable or failed count in full.
 */
final class CostCappingLlm implements ChatLlm {
  /** Failures after which the provider may have replied all the same. */
  private static final Set<Kind> BILLED =
      EnumSet.of(Kind.TIMEOUT, Kind.MALFORMED_REPLY, Kind.BROKEN_OFF);

  /** Roles and separators that the providers add to each message, generously. */
  private static final int TOKENS_AROUND_A_MESSAGE = 16;

  private final ChatLlm inner;
  private final Price price;
  private final double limit;
  private final int longestReply;
  private double spent;
  private double inFlight;
  private int requests;

  /**
   * @param limit US dollars
   * @param longestReply tokens of a reply to a request that sets no limit itself
   */
  public CostCappingLlm(ChatLlm inner, Price price, double limit, int longestReply) {
    this.inner = inner;
    this.price = price;
    this.limit = limit;
    this.longestReply = longestReply;
  }

  /**
   * @throws ProviderError of kind {@code COST_LIMIT} when it was not sent
   */
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    double worst = price.cost(mostInput(ask), mostOutput(ask));
    commit(worst);
    double paid = 0;
    try {
      var reply = inner.ask(ask);
      paid = price.cost(input(reply, ask), output(reply, ask));
      return reply;
    } catch (ProviderError e) {
      boolean maybeBilled = BILLED.contains(e.kind());
      paid = maybeBilled ? worst : 0;
      throw e;
    } catch (InterruptedException e) {
      paid = worst;
      throw e;
    } finally {
      settle(worst, paid);
    }
  }

  /** What is in flight mostly turns out cheaper than its worst case, so that is worth a wait. */
  private synchronized void commit(double worst) throws InterruptedException {
    while (spent + inFlight + worst > limit) {
      if (spent + worst > limit) {
        throw overLimit(worst);
      }
      wait();
    }
    inFlight += worst;
    requests++;
  }

  private synchronized void settle(double worst, double paid) {
    requests--;
    // Not a running difference: rounding must not keep the last one waiting.
    inFlight = requests == 0 ? 0 : inFlight - worst;
    spent += paid;
    notifyAll();
  }

  private ProviderError overLimit(double worst) {
    return new ProviderError(
        Kind.COST_LIMIT,
        String.format(
            Locale.ROOT,
            "the next request may cost %.4f USD, and of the limit of %.2f USD %.4f are spent",
            worst,
            limit,
            spent),
        null,
        null);
  }

  private static long mostInput(Ask ask) {
    return ask.messages().stream()
        .mapToLong(message ->
            message.text().getBytes(StandardCharsets.UTF_8).length + TOKENS_AROUND_A_MESSAGE)
        .sum();
  }

  private long mostOutput(Ask ask) {
    return Objects.requireNonNullElse(ask.maxTokens(), longestReply);
  }

  private static long input(Reply reply, Ask ask) {
    return reply.inputTokens() == null ? mostInput(ask) : reply.inputTokens();
  }

  private long output(Reply reply, Ask ask) {
    return reply.outputTokens() == null ? mostOutput(ask) : reply.outputTokens();
  }
}
