package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Cache, pace and cost: nothing here can change an answer. */
public final class PaceOptions {
  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "Most calls in flight at once (default: 8; for extractive one a processor).")
  public @Nullable Integer concurrency;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      description = "Most requests in any minute.")
  public @Nullable Integer requestsPerMinute;

  @Option(
      names = "--tokens-per-minute",
      paramLabel = "N",
      description = "Most tokens in any minute.")
  public @Nullable Integer tokensPerMinute;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "Most times a request is sent that can still succeed (default: ${DEFAULT-VALUE}).")
  public int attempts;

  @Option(
      names = "--max-cost",
      paramLabel = "USD",
      description = "Stop before the cost can pass this; the run can be resumed.")
  public @Nullable Double maxCost;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "A price table of your own, in the shape of the built-in one.")
  public @Nullable Path prices;

  @Option(
      names = "--cache",
      paramLabel = "PLACE",
      description =
          "Folder where replies are kept (default: cache in LOCOMO_HOME, else in ~/.locomo), or"
              + " redis://HOST:PORT/DB, where processes share replies and the limits per minute.")
  public @Nullable String cache;

  /** The connection to a cache that is no folder. */
  public final SharedCache shared = new SharedCache();

  @Option(names = "--no-cache", description = "Neither use nor fill the cache.")
  public boolean noCache;

  @Option(
      names = "--offline",
      description =
          "Answer from the cache alone (with --no-cache: from the run's own record); what is not in"
              + " it fails.")
  public boolean offline;

  /** Checks what picocli cannot. */
  public void check() {
    atLeastOne("--concurrency", concurrency);
    atLeastOne("--attempts", attempts);
    atLeastOne("--requests-per-minute", requestsPerMinute);
    atLeastOne("--tokens-per-minute", tokensPerMinute);
    if (maxCost != null && !(maxCost > 0)) {
      throw new UserError("--max-cost is " + maxCost + ", must be above 0", "");
    }
    if (noCache && cache != null) {
      throw new UserError("--no-cache contradicts --cache", "one of them");
    }
  }

  private static void atLeastOne(String name, @Nullable Integer value) {
    if (value != null && value < 1) {
      throw new UserError(name + " is " + value + ", must be at least 1", "");
    }
  }
}
