package dev.locomo.core.llm.stack;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ApiKey;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.Reply;
import dev.locomo.core.llm.batch.BatchApi;
import dev.locomo.core.llm.batch.BatchLlm;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.llm.request.AdaptingLlm;
import dev.locomo.core.llm.stack.PacingLlm.AimdLimit;
import dev.locomo.core.llm.stack.PacingLlm.Budget;
import dev.locomo.core.llm.stack.Sharing.SharedBudget;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A model as a run asks it. Outside in:
 *
 * <ol>
 *   <li>{@link Told} tells the run's listener what the caller sees, cached or not; and, innermost,
 *       what the provider sees.
 *   <li>{@link AdaptingLlm} gives requests the shape that the model takes, so that what is stored
 *       is found by what was really sent, and what is refused is sent again.
 *   <li>{@link CachingLlm}: what is stored costs neither time, money nor a place.
 *   <li>{@link SharingLlm}, where processes share replies: it knows those of the others.
 *   <li>{@link RetryingLlm} stands outside the next two, so that each attempt is counted as a
 *       request and none holds a place while it waits.
 *   <li>{@link CostCappingLlm} sees each attempt too: one that timed out may have been billed.
 *   <li>{@link PacingLlm} meets every 429 and 503 itself.
 *   <li>{@link KeyRotatingLlm}, then the provider.
 * </ol>
 */
public final class LlmStack implements ChatLlm {
  private final ChatLlm outermost;
  private final boolean offline;

  private final @Nullable BatchLlm batches;

  private LlmStack(ChatLlm outermost, boolean offline, @Nullable BatchLlm batches) {
    this.batches = batches;
    this.outermost = outermost;
    this.offline = offline;
  }

  /**
   * Puts a model together; nothing is sent before the first ask, and a missing key is found then.
   *
   * @throws UserError when the cache cannot be used, or when a cost limit is set for a model whose
   *     price is unknown
   */
  public static LlmStack open(ModelSpec spec, Connection connection, StackSettings settings) {
    return open(
        new Asked(
            spec,
            scope(spec, connection),
            budget(spec, connection),
            told -> keyed(spec, connection, settings, told)),
        settings,
        null);
  }

  /**
   * Puts a model together that is asked in batches: who asks gets {@link
   * dev.locomo.core.llm.batch.Pending} until {@link #batches} have been sent and have ended.
   * Retries, pace and further keys do not count for them.
   *
   * @throws UserError as {@link #open(ModelSpec, Connection, StackSettings)}
   * @throws IllegalArgumentException when the provider has no batches
   */
  public static LlmStack openBatches(
      ModelSpec spec, Connection connection, StackSettings settings) {
    ChatLlm one = spec.provider().open(spec, connection);
    @Nullable BatchApi api = one instanceof BatchApi.Source source ? source.batches() : null;
    if (api == null) {
      throw new IllegalArgumentException(spec.id() + " has no batches");
    }
    String scope = scope(spec, connection);
    var budget = CostCappingLlm.of(one, spec, settings, Price::ofBatches);
    var batches = new BatchLlm(api, scope, budget, settings.notices());
    return open(new Asked(spec, scope, null, _ -> one), settings, batches);
  }

  /** How what is collected is sent; null for a model that is asked one by one. */
  public @Nullable BatchLlm batches() {
    return batches;
  }

  /**
   * Puts a model of this machine together, which is loaded now unless only what is stored may be
   * used.
   *
   * @param scope who answers: replies of others do not count
   * @param model answers as the scope says
   * @throws UserError as {@link #open(ModelSpec, Connection, StackSettings)}
   */
  public static LlmStack open(
      ModelSpec spec, String scope, Supplier<ChatLlm> model, StackSettings settings) {
    return open(new Asked(spec, scope, null, told -> told.ofSending(model.get())), settings, null);
  }

  /**
   * What all the layers are about.
   *
   * @param scope who is asked and where: replies of others do not count
   * @param budget who grants requests and tokens, by its name; null when no other process asks it
   * @param open opens the innermost layer
   */
  private record Asked(
      ModelSpec spec, String scope, @Nullable String budget, Function<Told, ChatLlm> open) {}

  private static LlmStack open(Asked asked, StackSettings settings, @Nullable BatchLlm batches) {
    @Nullable Price price = settings.prices().of(asked.spec()).orElse(null);
    var told = new Told(asked.spec(), price, settings.listener());
    told.listener().called(new CallListener.Opened(asked.spec(), price != null));
    @Nullable ChatLlm live = null;
    if (!settings.offline()) {
      live = batches == null ? live(asked, settings, told) : told.ofBatches(batches);
    }
    ChatLlm stored = cached(live, asked.scope(), settings);
    ChatLlm whole = told.ofAsking(adapting(stored, asked, settings));
    return new LlmStack(whole, settings.offline(), batches);
  }

  @Override
  public Reply ask(Ask ask) throws InterruptedException {
    return outermost.ask(ask);
  }

  /** Offline all that is stored stays: there is nobody to give another reply. */
  @Override
  public boolean forget(Ask ask, Reply reply) {
    return !offline && outermost.forget(ask, reply);
  }

  /** What was found to be refused is kept beside the replies that came of it, for offline runs. */
  private static ChatLlm adapting(ChatLlm inner, Asked asked, StackSettings settings) {
    var rules = settings.requests().apply(asked.spec());
    rules.known().ifPresent(settings.notices());
    @Nullable Path folder = settings.cache();
    if (folder == null) {
      return new AdaptingLlm(inner, rules, settings.notices());
    }
    String name = "refused-" + Sha256.of(asked.scope() + " " + asked.spec().id()) + ".json";
    var stored = new AdaptingLlm.Stored(folder.resolve(name), rules, settings.notices());
    if (settings.offline()) {
      stored.read();
    }
    return new AdaptingLlm(inner, rules, stored);
  }

  private static ChatLlm cached(@Nullable ChatLlm live, String scope, StackSettings settings) {
    if (settings.cache() != null && settings.shared() != null) {
      var shared = settings.shared();
      ChatLlm others =
          live == null
              ? ask -> SharingLlm.stored(shared, scope, ask).orElseGet(() -> refuse(ask))
              : new SharingLlm(live, shared, scope, Time.REAL);
      return new CachingLlm(ReplyCache.open(settings.cache(), scope), others);
    }
    if (settings.cache() != null) {
      return new CachingLlm(
          live == null
              ? ReplyCache.openOffline(settings.cache(), scope)
              : ReplyCache.open(settings.cache(), scope),
          live);
    }
    return live == null ? LlmStack::refuse : live;
  }

  /** Offline: what is neither stored nor on the run's record stays unknown. */
  private static Reply refuse(Ask ask) {
    throw new ProviderError(
        ProviderError.Kind.NOT_CACHED,
        "offline, and neither stored nor on the run's record: a request to " + ask.model(),
        null,
        null);
  }

  /** Who is asked and where; also the window where it is sent, for it can change a reply. */
  private static String scope(ModelSpec spec, Connection connection) {
    String who = spec.provider().id() + " " + connection.address(spec.provider());
    return spec.provider().sendsWindow() ? who + " " + spec.context() : who;
  }

  /** Providers grant requests and tokens by key; of the keys only a hash is told. */
  private static String budget(ModelSpec spec, Connection connection) {
    String keys = connection.keys().stream().map(ApiKey::secret).sorted().toList().toString();
    String name = spec.provider().id() + " " + connection.address(spec.provider()) + " " + keys;
    return spec.provider().id() + "-" + Sha256.of(name).substring(0, 16);
  }

  private static ChatLlm live(Asked asked, StackSettings settings, Told told) {
    var paced = new PacingLlm(asked.open().apply(told), pace(asked.budget(), settings));
    var capping = CostCappingLlm.of(paced, asked.spec(), settings, UnaryOperator.identity());
    var notices = new RetryingLlm.Notices(Time.REAL, settings.notices());
    return new RetryingLlm(
        capping == null ? paced : capping,
        settings.retry(),
        // Only the waiting depends on it, no answer does.
        new RetryingLlm.Waiting(Time.REAL, new Random(System.nanoTime())),
        (error, wait) -> {
          told.ofRetry(error);
          if (!Stop.ofProcess().wanted()) {
            notices.accept(error, wait);
          }
        });
  }

  private static ChatLlm keyed(
      ModelSpec spec, Connection connection, StackSettings settings, Told told) {
    if (connection.keys().isEmpty()) {
      return told.ofSending(spec.provider().open(spec, connection));
    }
    return new KeyRotatingLlm(
        connection.keys(),
        key -> told.ofSending(spec.provider().open(spec, connection.with(key))),
        (key, why) -> settings.notices().accept(setAside(spec, key, why)));
  }

  private static PacingLlm.Pace pace(@Nullable String name, StackSettings settings) {
    var limits = settings.limits();
    return new PacingLlm.Pace(
        new AimdLimit(limits.concurrency()),
        budget(name, "requests", limits.requestsPerMinute(), settings.shared()),
        budget(name, "tokens", limits.tokensPerMinute(), settings.shared()),
        settings.tokens());
  }

  private static @Nullable Budget budget(
      @Nullable String name, String what, @Nullable Integer limit, @Nullable Sharing shared) {
    if (limit == null) {
      return null;
    }
    return shared == null || name == null
        ? new MinuteWindow(limit, Time.REAL)
        : new SharedBudget(shared, name + "-" + what, limit, Time.REAL);
  }

  private static String setAside(ModelSpec spec, ApiKey key, ProviderError why) {
    return "key " + key + " of " + spec.provider().id() + " is set aside: " + why.getMessage();
  }
}
