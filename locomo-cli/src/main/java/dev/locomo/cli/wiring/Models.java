package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.Keys;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.RetryPolicy;
import dev.locomo.core.llm.stack.StackSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From options to a model that can be asked.
 *
 * @param environment variables, for keys and the home folder
 * @param reached how the model is reached
 * @param pace cache, pace and cost
 * @param watching told of every request
 */
public record Models(
    Map<String, String> environment, ModelOptions reached, PaceOptions pace, Watching watching) {
  /** With nobody looking on. */
  public Models(Map<String, String> environment, ModelOptions reached, PaceOptions pace) {
    this(environment, reached, pace, Watching.nobody());
  }

  /** With these looking on. */
  public Models watchedBy(Watching watchers) {
    return new Models(environment, reached, pace, watchers);
  }

  /** Most calls in flight at once. */
  public int concurrency(ModelSpec model) {
    return pace.concurrency != null ? pace.concurrency : model.provider().concurrency();
  }

  private RetryPolicy retry() {
    var standard = RetryPolicy.STANDARD;
    return new RetryPolicy(
        pace.attempts, standard.firstBound(), standard.largestBound(), standard.total());
  }

  /** What tokens cost. */
  public Prices prices() {
    return pace.prices == null ? Prices.builtIn() : Prices.builtIn().with(pace.prices);
  }

  /**
   * Opens the model; nothing is sent yet.
   *
   * @param notices told of retries and keys set aside
   */
  public LlmStack open(ModelSpec model, Consumer<String> notices) {
    return open(model, notices, pace.maxCost);
  }

  /**
   * As {@link #open(ModelSpec, Consumer)}; of the built-in reader, which asks nobody, a refusal.
   */
  public ChatLlm asked(ModelSpec model, Consumer<String> notices) {
    return model.asksNobody()
        ? _ -> {
          throw new IllegalStateException("the built-in reader asks nobody");
        }
        : open(model, notices);
  }

  /**
   * As {@link #open(ModelSpec, Consumer)}, with another cost limit.
   *
   * @param maxCost US dollars, or null for none
   */
  public LlmStack open(ModelSpec model, Consumer<String> notices, @Nullable Double maxCost) {
    if (model.asksNobody()) {
      throw new UserError(
          "the built-in reader cannot be asked anything but questions", "a model that can");
    }
    if (model.runsHere() && reached.baseUrl != null) {
      throw new UserError("a model folder is not reached by --base-url", "one of them");
    }
    var limits =
        new StackSettings.Limits(
            concurrency(model), pace.requestsPerMinute, pace.tokensPerMinute, maxCost);
    var settings =
        StackSettings.standard(notices)
            .withLimits(limits)
            .withPrices(prices())
            .withRetry(retry())
            .withListener(watching.listener());
    if (!pace.noCache) {
      settings = settings.withCache(cacheFolder(), pace.offline);
      if (pace.cache != null && SharedCache.isOne(pace.cache)) {
        settings = settings.withShared(pace.shared.open(pace.cache, notices));
      }
    } else if (pace.offline) {
      settings = settings.withNobody();
    }
    return model.runsHere()
        ? LlmStack.open(model, () -> LocalModels.load(model), settings)
        : LlmStack.open(model, connection(model), settings);
  }

  private Path cacheFolder() {
    return pace.cache == null || SharedCache.isOne(pace.cache)
        ? Home.folder(environment).resolve("cache")
        : Path.of(pace.cache);
  }

  private Connection connection(ModelSpec model) {
    return new Connection(
        reached.baseUrl,
        Keys.read(environment, Path.of(".env")).of(model.provider()),
        Duration.ofSeconds(reached.timeoutSeconds));
  }
}
