package dev.locomo.core.llm.stack;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.langchain4j.Providers;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model as a run asks it. Outside in:
 *
 * <ol>
 *   <li>{@link MeteringLlm} counts what the caller sees, cached or not.
 *   <li>{@link CachingLlm}: what is stored costs neither time, money nor a place.
 *   <li>{@link RetryingLlm} stands outside the next two, so that each attempt is counted as a
 *       request and none holds a place while it waits.
 *   <li>{@link CostCappingLlm} sees each attempt too: one that timed out may have been billed.
 *   <li>{@link PacingLlm} meets every 429 and 503 itself.
 *   <li>{@link KeyRotatingLlm}, then the provider.
 * </ol>
 */
public final class LlmStack implements ChatLlm {
  /** Taken for a reply whose length neither the request nor the model bounds. */
  private static final int LONGEST_REPLY = 128_000;

  private final ChatLlm outermost;
  private final Meter meter;

  private LlmStack(ChatLlm outermost, Meter meter) {
    this.outermost = outermost;
    this.meter = meter;
  }

  /**
   * Puts a model together; nothing is sent before the first ask, and a missing key is found then.
   *
   * @throws UserError when the cache cannot be used, or when a cost limit is set for a model whose
   *     price is unknown
   */
  public static LlmStack open(ModelSpec spec, Connection connection, StackSettings settings) {
    return open(
        spec, scope(spec, connection), settings, meter -> keyed(spec, connection, settings, meter));
  }

  /**
   * Puts a model of this machine together, which is loaded now unless only what is stored may be
   * used.
   *
   * @param model answers as the weights do that the name says
   * @throws UserError as {@link #open(ModelSpec, Connection, StackSettings)}
   */
  public static LlmStack open(ModelSpec spec, Supplier<ChatLlm> model, StackSettings settings) {
    return open(spec, spec.id(), settings, meter -> counted(model.get(), meter));
  }

  private static LlmStack open(
      ModelSpec spec, String scope, StackSettings settings, Function<Meter, ChatLlm> asked) {
    @Nullable Price price = settings.prices().of(spec).orElse(null);
    var meter = new Meter(price);
    @Nullable ChatLlm live =
        settings.offline() ? null : live(asked.apply(meter), spec, settings, meter);
    return new LlmStack(new MeteringLlm(cached(live, scope, settings), meter), meter);
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    return outermost.ask(ask);
  }

  /** What has been asked and paid so far. */
  public Meter.Usage usage() {
    return meter.usage();
  }

  private static ChatLlm cached(@Nullable ChatLlm live, String scope, StackSettings settings) {
    if (settings.cache() != null) {
      return new CachingLlm(
          live == null
              ? ReplyCache.openOffline(settings.cache(), scope)
              : ReplyCache.open(settings.cache(), scope),
          live);
    }
    return live == null ? LlmStack::refuse : live;
  }

  /** Offline and without a cache: what is not on the run's record stays unknown. */
  private static Reply refuse(Ask ask) {
    throw new ProviderError(
        ProviderError.Kind.NOT_CACHED,
        "offline without a cache, and not on the run's record: a request to " + ask.model(),
        null,
        null);
  }

  /** Who is asked and where; of Ollama also the window, which is sent and can change a reply. */
  private static String scope(ModelSpec spec, Connection connection) {
    String who = spec.provider().id() + " " + connection.address(spec.provider());
    return spec.provider() == Provider.OLLAMA ? who + " " + spec.context() : who;
  }

  private static ChatLlm live(ChatLlm asked, ModelSpec spec, StackSettings settings, Meter meter) {
    var paced = new PacingLlm(asked, pace(settings));
    return new RetryingLlm(
        capped(paced, spec, settings),
        settings.retry(),
        // Only the waiting depends on it, no answer does.
        new RetryingLlm.Waiting(Time.REAL, new Random(System.nanoTime())),
        (error, wait) -> {
          meter.retried();
          settings.notices().accept(retrying(error, wait));
        });
  }

  private static ChatLlm keyed(
      ModelSpec spec, Connection connection, StackSettings settings, Meter meter) {
    if (connection.keys().isEmpty()) {
      return counted(Providers.open(spec, connection), meter);
    }
    return new KeyRotatingLlm(
        connection.keys(),
        key -> counted(Providers.open(spec, connection.with(key)), meter),
        (key, why) -> settings.notices().accept(setAside(spec, key, why)));
  }

  private static ChatLlm counted(ChatLlm llm, Meter meter) {
    return ask -> {
      meter.sent();
      return llm.ask(ask);
    };
  }

  private static PacingLlm.Pace pace(StackSettings settings) {
    var limits = settings.limits();
    return new PacingLlm.Pace(
        new AimdLimit(limits.concurrency()),
        window(limits.requestsPerMinute()),
        window(limits.tokensPerMinute()),
        settings.tokens());
  }

  private static @Nullable MinuteWindow window(@Nullable Integer limit) {
    return limit == null ? null : new MinuteWindow(limit, Time.REAL);
  }

  private static ChatLlm capped(ChatLlm inner, ModelSpec spec, StackSettings settings) {
    @Nullable Double limit = settings.limits().maxCost();
    if (limit == null) {
      return inner;
    }
    var price =
        settings
            .prices()
            .of(spec)
            .orElseThrow(() ->
                new UserError(
                    "--max-cost needs a price, and that of " + spec.id() + " is unknown",
                    "a price table of your own"));
    int longest = Objects.requireNonNullElse(spec.context(), LONGEST_REPLY);
    return new CostCappingLlm(inner, price, limit, longest);
  }

  private static String setAside(ModelSpec spec, ApiKey key, ProviderError why) {
    return "key " + key + " of " + spec.provider().id() + " is set aside: " + why.getMessage();
  }

  private static String retrying(ProviderError error, Duration wait) {
    return String.format(
        Locale.ROOT, "asking again in %.1f s: %s", wait.toMillis() / 1e3, error.getMessage());
  }
}
