package dev.locomo.cli.start;

import dev.locomo.core.error.UserError;
import dev.locomo.core.keys.Keys;
import dev.locomo.core.llm.Connection;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.request.RequestRules;
import dev.locomo.core.llm.serve.ModelServers;
import dev.locomo.core.llm.stack.CostCappingLlm.Limit;
import dev.locomo.core.llm.stack.LlmStack;
import dev.locomo.core.llm.stack.RetryingLlm.RetryPolicy;
import dev.locomo.core.llm.stack.StackSettings;
import dev.locomo.core.options.Home;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.rag.options.LocalModels;
import dev.locomo.rag.options.ModelOptions.Reach;
import dev.locomo.services.redis.SharedCache;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * From options to a model that can be asked.
 *
 * @param environment variables, for keys and the home folder
 * @param reached how the model is reached
 * @param pace cache, pace and cost
 * @param shared the connection to a cache that is no folder
 * @param watching told of every request
 * @param refused what models were found to refuse
 * @param servers those that are started for the run
 */
record Models(
    Map<String, String> environment,
    Function<ModelSpec, Reach> reached,
    PaceOptions pace,
    SharedCache shared,
    Watching watching,
    Refused refused,
    ModelServers servers) {
  /** Most calls in flight at once. */
  public int concurrency(@Nullable ModelSpec model) {
    return pace.concurrency != null
        ? pace.concurrency
        : model == null || model.asksNobody()
            ? Provider.EXTRACTIVE.concurrency()
            : reached.apply(model).concurrency(model);
  }

  /** Whether a model is asked at a server that the user named, or at one of this machine. */
  boolean isOwnServer(ModelSpec model) {
    return reached.apply(model).isOwnServer(model);
  }

  private RetryPolicy retry() {
    var standard = RetryPolicy.STANDARD;
    return new RetryPolicy(
        pace.attempts, standard.firstBound(), standard.largestBound(), standard.total());
  }

  /** What tokens cost. */
  public Prices prices() {
    return pace.prices();
  }

  /**
   * Looks whether the model can be asked.
   *
   * @throws UserError when it cannot, or its key is missing
   */
  public void check(ModelSpec model) {
    if (model.asksNobody()) {
      throw new UserError(
          "the built-in reader cannot be asked anything but questions", "a model that can");
    }
    if (model.runsHere() && reached.apply(model).baseUrl() != null) {
      throw new UserError("a model folder is not reached by --base-url", "one of them");
    }
    var serving = reached.apply(model).serving();
    if (serving != null && !pace.offline) {
      serving.check(model);
    } else if (!model.runsHere() && !pace.offline) {
      model.provider().requireKey(connection(model));
    }
  }

  /**
   * Opens the model; nothing is sent yet.
   *
   * @param notices told of retries and keys set aside
   * @param maxCost of the run, or null for none
   * @throws UserError as {@link #check}
   */
  public LlmStack open(ModelSpec model, Consumer<String> notices, @Nullable Limit maxCost) {
    check(model);
    var limits =
        new StackSettings.Limits(
            concurrency(model), pace.requestsPerMinute, pace.tokensPerMinute, maxCost);
    var settings =
        StackSettings.standard(notices)
            .withLimits(limits)
            .withPrices(prices())
            .withRetry(retry())
            .withListener(watching.listener());
    return open(model, kept(settings, pace.offline));
  }

  /**
   * What is stored of the model's replies; for all else it fails, and nobody is asked.
   *
   * @param notices told when the shared cache is lost
   */
  public LlmStack stored(ModelSpec model, Consumer<String> notices) {
    var settings = StackSettings.standard(notices);
    boolean none = !SharedCache.isOne(pace.cache) && !Files.isDirectory(cacheFolder());
    return open(model, none ? settings.withNobody() : kept(settings, true));
  }

  /** What becomes of the requests to a model. */
  RequestRules requests(ModelSpec model) {
    return new RequestRules(model, reached.apply(model).requests(), refused);
  }

  private StackSettings kept(StackSettings settings, boolean offline) {
    if (pace.noCache) {
      return offline ? settings.withNobody() : settings;
    }
    if (pace.cache != null && SharedCache.isOne(pace.cache)) {
      return settings
          .withCache(cacheFolder(), offline)
          .withShared(shared.open(pace.cache, settings.notices()));
    }
    return settings.withCache(cacheFolder(), offline);
  }

  private LlmStack open(ModelSpec model, StackSettings without) {
    var settings = without.withRequests(this::requests);
    var reach = reached.apply(model);
    var serving = reach.serving();
    if (serving != null) {
      String scope = model.id() + " " + serving.words() + " " + model.context();
      return LlmStack.open(
          model,
          scope,
          () -> servers.of(serving, model, concurrency(model), reach.timeout()),
          settings);
    }
    if (model.runsHere()) {
      return LlmStack.open(model, model.id(), () -> LocalModels.load(model), settings);
    }
    return pace.batchApi && !settings.offline()
        ? LlmStack.openBatches(model, connection(model), settings)
        : LlmStack.open(model, connection(model), settings);
  }

  private Path cacheFolder() {
    return pace.cache == null || SharedCache.isOne(pace.cache)
        ? Home.folder(environment).resolve("cache")
        : Path.of(pace.cache);
  }

  private Connection connection(ModelSpec model) {
    return new Connection(
        reached.apply(model).baseUrl(),
        Keys.read(environment, Path.of(".env")).of(model.provider()),
        reached.apply(model).timeout());
  }
}
