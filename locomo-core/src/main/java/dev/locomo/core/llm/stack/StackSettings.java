package dev.locomo.core.llm.stack;

import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.picture.PictureTokens;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.llm.request.RequestRules;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * How a model is asked; apart from cache and requests, nothing here can change an answer.
 *
 * @param cache the folder of the cache, or null for none
 * @param shared where other processes' replies and budgets are, or null for nowhere
 * @param offline whether only the cache is asked
 * @param limits the bounds on pace and cost
 * @param retry when to ask again
 * @param prices what tokens cost
 * @param tokens estimates the tokens of a request and its reply, for the limit per minute
 * @param notices told in one line what a user should know: a key set aside, a retry
 * @param listener told of every request
 * @param requests what becomes of the requests to a model
 */
public record StackSettings(
    @Nullable Path cache,
    @Nullable Sharing shared,
    boolean offline,
    Limits limits,
    RetryPolicy retry,
    Prices prices,
    ToLongFunction<Ask> tokens,
    Consumer<String> notices,
    CallListener listener,
    Function<ModelSpec, RequestRules> requests) {

  /**
   * Bounds; null means none.
   *
   * @param concurrency requests in flight at once, at least 1
   * @param requestsPerMinute in any 60 seconds, every attempt counted
   * @param tokensPerMinute likewise, prompt and reply together
   * @param maxCost shared by all models of a run
   */
  public record Limits(
      int concurrency,
      @Nullable Integer requestsPerMinute,
      @Nullable Integer tokensPerMinute,
      CostCappingLlm.@Nullable Limit maxCost) {
    /** Eight at once, and no other bound. */
    public static final Limits STANDARD = new Limits(8, null, null, null);
  }

  /** No cache, standard limits and retries, built-in prices. */
  public static StackSettings standard(Consumer<String> notices) {
    return new StackSettings(
        null,
        null,
        false,
        Limits.STANDARD,
        RetryPolicy.STANDARD,
        Prices.known(),
        StackSettings::roughTokens,
        notices,
        CallListener.NONE,
        model -> new RequestRules(model, RequestOptions.STANDARD, new Refused()));
  }

  /** Four characters a token, and a reply of full length. */
  private static long roughTokens(Ask ask) {
    long characters = ask.messages().stream().mapToLong(m -> m.text().length()).sum();
    characters += 4L * ask.pictures().stream().mapToInt(PictureTokens.UNKNOWN::of).sum();
    return characters / 4 + Objects.requireNonNullElse(ask.maxTokens(), 0);
  }

  /** With a cache. */
  public StackSettings withCache(Path folder, boolean onlyTheCache) {
    return with(folder, shared, onlyTheCache);
  }

  /** With replies and budgets that other processes see too; to be used with a cache. */
  public StackSettings withShared(Sharing place) {
    return with(cache, place, offline);
  }

  /** Asking nobody, not even a cache. */
  public StackSettings withNobody() {
    return with(null, null, true);
  }

  private StackSettings with(@Nullable Path folder, @Nullable Sharing place, boolean cacheOnly) {
    return new StackSettings(
        folder, place, cacheOnly, limits, retry, prices, tokens, notices, listener, requests);
  }

  /** With other bounds. */
  public StackSettings withLimits(Limits bounds) {
    return new StackSettings(
        cache, shared, offline, bounds, retry, prices, tokens, notices, listener, requests);
  }

  /** With another rule for retries. */
  public StackSettings withRetry(RetryPolicy policy) {
    return new StackSettings(
        cache, shared, offline, limits, policy, prices, tokens, notices, listener, requests);
  }

  /** With other prices. */
  public StackSettings withPrices(Prices table) {
    return new StackSettings(
        cache, shared, offline, limits, retry, table, tokens, notices, listener, requests);
  }

  /** With somebody who is told of every request. */
  public StackSettings withListener(CallListener told) {
    return new StackSettings(
        cache, shared, offline, limits, retry, prices, tokens, notices, told, requests);
  }

  /** With requests of another shape. */
  public StackSettings withRequests(Function<ModelSpec, RequestRules> rules) {
    return new StackSettings(
        cache, shared, offline, limits, retry, prices, tokens, notices, listener, rules);
  }
}
