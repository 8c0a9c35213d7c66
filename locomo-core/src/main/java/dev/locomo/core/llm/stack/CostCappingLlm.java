package dev.locomo.core.llm.stack;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.AskJson;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.picture.PictureTokens;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that could make the cost pass a limit: what has been paid plus its own worst
 * case. While the worst case of all that is in flight stands in its way, it waits.
 *
 * <p>The worst case is a token for each byte of the prompt (no tokenizer makes more of a text than
 * it has bytes) and the longest reply. A request that fails after it was taken may have been
 * billed: a timeout and a reply that is unreadable or failed count in full.
 */
public final class CostCappingLlm implements ChatLlm, BatchLlm.Budget {
  /** Failures after which the provider may have replied all the same. */
  private static final Set<Kind> BILLED =
      EnumSet.of(Kind.TIMEOUT, Kind.MALFORMED_REPLY, Kind.BROKEN_OFF);

  /** Roles and separators that the providers add to each message, generously. */
  private static final int TOKENS_AROUND_A_MESSAGE = 16;

  /** Taken for a reply whose length neither the request nor the model bounds. */
  private static final int LONGEST_REPLY = 128_000;

  private final ChatLlm inner;
  private final Price price;
  private final Limit limit;
  private final int longestReply;
  private final PictureTokens pictures;

  /**
   * @param limit that all models of a run share
   * @param model its window is the longest reply to a request that sets no limit itself
   */
  public CostCappingLlm(ChatLlm inner, Price price, Limit limit, ModelSpec model) {
    this.inner = inner;
    this.price = price;
    this.limit = limit;
    longestReply = Objects.requireNonNullElse(model.context(), LONGEST_REPLY);
    pictures = model.family().pictures();
  }

  /**
   * What keeps to the limit of the settings; null without one.
   *
   * @param rates what becomes of the price
   * @throws UserError when the price is unknown
   */
  static @Nullable CostCappingLlm of(
      ChatLlm inner, ModelSpec spec, StackSettings settings, UnaryOperator<Price> rates) {
    @Nullable Limit limit = settings.limits().maxCost();
    if (limit == null) {
      return null;
    }
    var price =
        settings
            .prices()
            .of(spec)
            .orElseThrow(() ->
                new UserError(
                    "--max-cost needs a price, and that of " + spec.id() + " is unknown",
                    "a price table of your own"));
    return new CostCappingLlm(inner, rates.apply(price), limit, spec);
  }

  /**
   * @throws ProviderError of kind {@code COST_LIMIT} when it was not sent
   */
  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    double worst = price.most(mostInput(ask), mostOutput(ask));
    limit.commit(worst);
    double paid = 0;
    try {
      var reply = inner.ask(ask);
      paid = price.cost(new Tokens(input(reply, ask), output(reply, ask), reply.prefix()));
      return reply;
    } catch (ProviderError e) {
      boolean maybeBilled = BILLED.contains(e.kind());
      paid = maybeBilled ? worst : 0;
      throw e;
    } catch (InterruptedException e) {
      paid = worst;
      throw e;
    } finally {
      limit.settle(worst, paid);
    }
  }

  @Override
  public double reserve(Ask ask) {
    double worst = price.most(mostInput(ask), mostOutput(ask));
    limit.reserve(worst);
    return worst;
  }

  @Override
  public void settle(double reserved, @Nullable Reply reply) {
    if (reply == null) {
      limit.settle(reserved, 0);
    } else {
      boolean counted = reply.inputTokens() != null && reply.outputTokens() != null;
      limit.settle(reserved, counted ? price.cost(reply.tokens()) : reserved);
    }
  }

  private long mostInput(Ask ask) {
    boolean plain =
        ask.tools().isEmpty() && ask.messages().stream().allMatch(m -> m.calls().isEmpty());
    long rest = plain ? 0 : bytes(AskJson.of(ask).toString());
    rest += ask.pictures().stream().mapToInt(p -> pictures.of(p) + TOKENS_AROUND_A_MESSAGE).sum();
    return rest
        + ask.messages().stream().mapToLong(m -> bytes(m.text()) + TOKENS_AROUND_A_MESSAGE).sum();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private long mostOutput(Ask ask) {
    return Objects.requireNonNullElse(ask.maxTokens(), longestReply);
  }

  private long input(Reply reply, Ask ask) {
    return reply.inputTokens() == null ? mostInput(ask) : reply.inputTokens();
  }

  private long output(Reply reply, Ask ask) {
    return reply.outputTokens() == null ? mostOutput(ask) : reply.outputTokens();
  }

  /** The most that one start of a run may cost, and what of it is spent. */
  public static final class Limit {
    private final double dollars;
    private double spent;
    private double inFlight;
    private int requests;

    /**
     * @param dollars US dollars, above 0
     */
    public Limit(double dollars) {
      this.dollars = dollars;
    }

    /** What is in flight mostly turns out cheaper than its worst case, so that is worth a wait. */
    private synchronized void commit(double worst) throws InterruptedException {
      while (spent + inFlight + worst > dollars) {
        if (spent + worst > dollars) {
          throw overLimit(worst);
        }
        wait();
      }
      inFlight += worst;
      requests++;
    }

    private synchronized void reserve(double worst) {
      if (spent + inFlight + worst > dollars) {
        throw overLimit(worst);
      }
      inFlight += worst;
      requests++;
    }

    private synchronized void settle(double worst, double paid) {
      requests = Math.max(0, requests - 1); // a batch of an earlier start was not counted
      // Not a running difference: rounding must not keep the last one waiting.
      inFlight = requests == 0 ? 0 : inFlight - worst;
      spent += paid;
      notifyAll();
    }

    private ProviderError overLimit(double worst) {
      return new ProviderError(
          Kind.COST_LIMIT,
          "the next request may cost "
              + written(worst)
              + " USD, and of the limit of "
              + new BigDecimal(Double.toString(dollars)).stripTrailingZeros().toPlainString()
              + " USD "
              + written(spent + inFlight)
              + " are spent"
              + (inFlight > 0 ? " or may be by what is in the batch" : ""),
          null,
          null);
    }

    /** To four places, and as many more as it takes to see that it is not nothing. */
    private static String written(double cost) {
      int places = cost > 0 ? (int) Math.max(4, Math.ceil(1 - Math.log10(cost))) : 4;
      return String.format(Locale.ROOT, "%." + places + "f", cost);
    }
  }
}
