package dev.locomo.core.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cache, pace and cost: nothing here can change an answer. */
public final class PaceOptions {
  public static final Setting<Integer> CONCURRENCY =
      Setting.integer("pace.concurrency", "N").changesSpeed().atLeast(1);
  public static final Setting<Integer> REQUESTS_PER_MINUTE =
      Setting.integer("pace.requests-per-minute", "N").changesSpeed().atLeast(1);
  public static final Setting<Integer> TOKENS_PER_MINUTE =
      Setting.integer("pace.tokens-per-minute", "N").changesSpeed().atLeast(1);
  public static final Setting<Integer> ATTEMPTS =
      Setting.integer("pace.attempts", "N").byDefault("8").changesSpeed().atLeast(1);
  public static final Setting<Double> MAX_COST =
      Setting.number("pace.max-cost", "USD").changesSpeed();
  public static final Setting<Path> PRICES = Setting.path("pace.prices", "FILE");
  public static final Setting<String> CACHE = Setting.text("pace.cache", "PLACE").changesSpeed();
  public static final Setting<Boolean> NO_CACHE = Setting.flag("pace.no-cache").changesSpeed();
  public static final Setting<Boolean> OFFLINE = Setting.flag("pace.offline").changesSpeed();

  /** For verbs that know what they ask before they ask it. */
  public static final Setting<Boolean> BATCH_API = Setting.flag("pace.batch-api").changesSpeed();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          CONCURRENCY,
          REQUESTS_PER_MINUTE,
          TOKENS_PER_MINUTE,
          ATTEMPTS,
          MAX_COST,
          PRICES,
          CACHE,
          NO_CACHE,
          OFFLINE);

  public final @Nullable Integer concurrency;
  public final @Nullable Integer requestsPerMinute;
  public final @Nullable Integer tokensPerMinute;
  public final int attempts;
  public final @Nullable Double maxCost;
  public final @Nullable Path prices;
  public final @Nullable String cache;

  public final boolean noCache;
  public final boolean offline;
  public final boolean batchApi;

  /** Their values. */
  public PaceOptions(Settings settings) {
    concurrency = settings.orNull(CONCURRENCY);
    requestsPerMinute = settings.orNull(REQUESTS_PER_MINUTE);
    tokensPerMinute = settings.orNull(TOKENS_PER_MINUTE);
    attempts = settings.get(ATTEMPTS);
    maxCost = settings.orNull(MAX_COST);
    prices = settings.orNull(PRICES);
    cache = settings.orNull(CACHE);
    noCache = settings.is(NO_CACHE);
    offline = settings.is(OFFLINE);
    batchApi = settings.is(BATCH_API);
  }

  /** What tokens cost. */
  public Prices prices() {
    return prices == null ? Prices.known() : Prices.known().with(prices);
  }

  /**
   * Checks that the models can be asked in the way that is wanted.
   *
   * @throws UserError when one has no batches
   */
  public void check(List<ModelSpec> models) {
    for (ModelSpec model : models) {
      if (batchApi && !model.provider().hasBatches()) {
        throw new UserError(
            model.id() + " is not asked with --batch-api", "openai:MODEL or anthropic:MODEL");
      }
    }
  }

  /** What tokens cost in the way they are asked for. */
  public Prices estimatingPrices() {
    return batchApi ? prices().ofBatches() : prices();
  }

  /** Checks what picocli cannot. */
  public void check() {
    if (maxCost != null && !(maxCost > 0)) {
      throw new UserError("--max-cost is " + maxCost + ", must be above 0", "");
    }
    if (noCache && cache != null) {
      throw new UserError("--no-cache contradicts --cache", "one of them");
    }
  }
}
