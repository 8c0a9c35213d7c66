package dev.locomo.eval.report;

import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Tokens;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.Prediction.Exchange;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the answers of a run took, as far as it was recorded.
 *
 * @param answers stored answers, every form counted
 * @param cached those that came from the cache or a file
 * @param tokens as the provider counted; 0 when it did not
 * @param latencies of the live calls that took measurable time, in milliseconds, ascending
 * @param dollars at list prices, as if nothing had been cached; null when the price is unknown
 * @param pricesOf the day of the price table
 */
record Expense(
    int answers,
    int cached,
    Tokens tokens,
    List<Long> latencies,
    @Nullable Double dollars,
    String pricesOf) {

  static Expense of(StoredRun run) {
    Collection<Prediction> predictions = run.results().predictions().values();
    var exchanges = predictions.stream().map(Prediction::exchange).toList();
    var tokens = Tokens.sum(exchanges.stream().map(Exchange::tokens));
    var prices = Prices.known();
    return new Expense(
        exchanges.size(),
        (int) exchanges.stream().filter(Exchange::cached).count(),
        tokens,
        exchanges.stream()
            .filter(x -> !x.cached() && x.latencyMillis() > 0)
            .map(Exchange::latencyMillis)
            .sorted()
            .toList(),
        tokens.input() == 0
            ? null
            : prices
                .of(run.spec().onResult().getOrDefault("model", ""))
                .map(p -> Exchange.cost(exchanges, p))
                .orElse(null),
        prices.date());
  }

  /** For people: what was spent, by name. */
  Map<String, String> lines() {
    var lines = new LinkedHashMap<String, String>();
    lines.put("answers", answers + " (" + cached + " cached)");
    lines.put("tokens in, out", counted(tokens.input()) + ", " + counted(tokens.output()));
    if (tokens.prefix().read() > 0) {
      lines.put(
          "from the prefix cache",
          String.format(
              Locale.ROOT,
              "%s tokens in, %.1f %%",
              counted(tokens.prefix().read()),
              100.0 * tokens.prefix().read() / tokens.input()));
    }
    lines.put(
        "latency",
        latencies.isEmpty()
            ? "not recorded"
            : String.format(
                Locale.ROOT,
                "median %,d ms, 90 %% %,d ms, 99 %% %,d ms, longest %,d ms",
                latency(0.5),
                latency(0.9),
                latency(0.99),
                latency(1)));
    lines.put(
        "cost",
        dollars == null
            ? "not known"
            : String.format(Locale.ROOT, "$%.2f at list prices of %s", dollars, pricesOf));
    return lines;
  }

  private static String counted(long tokens) {
    return tokens == 0 ? "not recorded" : String.format(Locale.ROOT, "%,d", tokens);
  }

  /**
   * A quantile of the latencies, the nearest rank.
   *
   * @param share 0 to 1; there must be a latency
   */
  private long latency(double share) {
    int rank = (int) Math.ceil(share * latencies.size());
    return latencies.get(Math.clamp(rank - 1, 0, latencies.size() - 1));
  }
}
