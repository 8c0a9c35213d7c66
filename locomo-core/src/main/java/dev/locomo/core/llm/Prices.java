package dev.locomo.core.llm;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost: a dated table ({@code prices.json}), overlaid by the user's own.
 *
 * @param date the day it is true for, ISO
 * @param source where the figures come from
 * @param table by provider and model; a name without a date stands for all its dates, {@code *} for
 *     all models of the provider
 */
public record Prices(
    String date,
    String source,
    @JsonProperty("usd_per_million_tokens") Map<Provider, Map<String, Price>> table) {
  /** Both providers that have batches ask this part of the price for them. */
  public static final double BATCH = 0.5;

  private static final Pattern DATE_SUFFIX = Pattern.compile("-\\d{4}-?\\d{2}-?\\d{2}$");

  public Prices {
    Objects.requireNonNull(date, "date is missing");
    Objects.requireNonNull(source, "source is missing");
    Objects.requireNonNull(table, "usd_per_million_tokens is missing");
    var copy = new HashMap<Provider, Map<String, Price>>();
    table.forEach((provider, models) -> {
      models.forEach((model, price) -> Objects.requireNonNull(price, model + " has no price"));
      copy.put(provider, Map.copyOf(models));
    });
    table = Map.copyOf(copy);
  }

  /**
   * The price of a model, in US dollars per million tokens, each at least 0.
   *
   * @param input of the prompt
   * @param cachedInput of what the provider's prefix cache holds of it; null where that costs the
   *     same
   * @param cacheWrite of what is put into that cache; null where that costs the same
   * @param output of the reply
   */
  public record Price(
      @JsonProperty(required = true) double input,
      @JsonProperty("cached_input") @Nullable Double cachedInput,
      @JsonProperty("cache_write") @Nullable Double cacheWrite,
      @JsonProperty(required = true) double output) {
    public Price {
      if (Double.isInfinite(input + output)) {
        throw new IllegalArgumentException("a price is a finite number");
      }
      if (!(input >= 0 && output >= 0 && atLeastZero(cachedInput) && atLeastZero(cacheWrite))) {
        throw new IllegalArgumentException("a price is 0 or more");
      }
    }

    /** Of a model without rates of their own for cached tokens. */
    public Price(double input, double output) {
      this(input, null, null, output);
    }

    private static boolean atLeastZero(@Nullable Double rate) {
      return rate == null || rate >= 0;
    }

    /** Of one call or a whole run, in US dollars. */
    public double cost(Tokens tokens) {
      long read = tokens.prefix().read();
      long written = tokens.prefix().written();
      long rest = Math.max(0, tokens.input() - read - written);
      double prompt = rest * input + read * rate(cachedInput) + written * rate(cacheWrite);
      return (prompt + tokens.output() * output) / 1e6;
    }

    /** Of a reply that was paid for, in a batch half. */
    public double cost(Reply reply) {
      return cost(reply.tokens(), reply.batch());
    }

    /** Of tokens, in a batch half. */
    public double cost(Tokens tokens, boolean batch) {
      return cost(tokens) * (batch ? BATCH : 1);
    }

    /** The rates of batches. */
    public Price ofBatches() {
      return new Price(
          input * BATCH,
          cachedInput == null ? null : (Double) (cachedInput * BATCH),
          cacheWrite == null ? null : (Double) (cacheWrite * BATCH),
          output * BATCH);
    }

    /** The most that one call can cost: all that can be put into a prefix cache is. */
    public double most(long inputTokens, long outputTokens) {
      return (inputTokens * Math.max(input, rate(cacheWrite)) + outputTokens * output) / 1e6;
    }

    private double rate(@Nullable Double own) {
      return own == null ? input : own;
    }
  }

  /** The table that comes with the program. */
  public static Prices builtIn() {
    return BuiltIn.TABLE;
  }

  /** Read on first use. */
  private static final class BuiltIn {
    static final Prices TABLE = ModelCatalog.File.builtIn("prices.json").prices().orElseThrow();
  }

  /** {@link #builtIn}, with what the user has added to it for good. */
  public static Prices known() {
    return ModelCatalog.File.own()
        .flatMap(ModelCatalog.File::prices)
        .map(builtIn()::with)
        .orElse(builtIn());
  }

  /**
   * This table with the prices of a file of the same shape added, the file's winning.
   *
   * @throws dev.locomo.core.error.DataError when the file cannot be read or has another shape
   */
  public Prices with(Path file) {
    return with(
        ModelCatalog.File.read(file)
            .prices()
            .orElseThrow(
                () -> new DataError(file.toString(), "", "usd_per_million_tokens is missing")));
  }

  /** This table with the prices of another added, the other's winning. */
  Prices with(Prices theirs) {
    var all = new HashMap<Provider, Map<String, Price>>();
    table.forEach((provider, models) -> all.put(provider, new HashMap<>(models)));
    theirs.table.forEach(
        (provider, models) -> all.computeIfAbsent(provider, p -> new HashMap<>()).putAll(models));
    return new Prices(theirs.date, theirs.source + " Else: " + source, all);
  }

  /**
   * Of a model: its own entry, else that of its name without a date, else the provider's {@code *}.
   */
  public Optional<Price> of(Provider provider, String model) {
    Map<String, Price> models = table.getOrDefault(provider, Map.of());
    return Stream.of(model, DATE_SUFFIX.matcher(model).replaceFirst(""), "*")
        .map(models::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** The same as batches cost. */
  public Prices ofBatches() {
    var half = new HashMap<Provider, Map<String, Price>>();
    table.forEach((provider, models) -> {
      var rates = half.computeIfAbsent(provider, _ -> new HashMap<>());
      models.forEach((model, price) -> rates.put(model, price.ofBatches()));
    });
    return new Prices(date, source, half);
  }

  /** Of a chosen model. */
  public Optional<Price> of(ModelSpec model) {
    return of(model.provider(), model.model());
  }

  /** Of a model by its id, such as {@code openai:gpt-4o}; none of one that is not known here. */
  public Optional<Price> of(String id) {
    try {
      return of(ModelSpec.parse(id));
    } catch (UserError e) {
      return Optional.empty();
    }
  }
}
