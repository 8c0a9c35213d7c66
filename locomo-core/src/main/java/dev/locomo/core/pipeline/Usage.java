package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.text.Printable;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a run has asked over its whole life.
 *
 * @param exchanges the recorded calls; empty where a run keeps its replies with its outcomes
 * @param prices what tokens cost
 */
public record Usage(Collection<CallLog.Exchange> exchanges, Prices prices) {
  /**
   * Calls, tokens and cost of all recorded calls.
   *
   * @param model whom the run asks first
   * @param asked which model a step asked, by its name
   */
  public ObjectNode ofCalls(ModelSpec model, Function<String, ModelSpec> asked) {
    var live = exchanges.stream().filter(x -> !x.reply().cached()).toList();
    ObjectNode usage = JsonFiles.MAPPER.createObjectNode();
    usage.put("calls", exchanges.size()).put("cached", exchanges.size() - live.size());
    Tokens.sum(live.stream().map(x -> x.reply().tokens())).describe(usage);
    usage.put("cost_usd", cost(live, model, asked));
    var names = usage.putArray("provider_models");
    exchanges.stream()
        .map(x -> x.reply().providerModel())
        .filter(Objects::nonNull)
        .distinct()
        .sorted()
        .forEach(names::add);
    ReplyFlaws.of(exchanges.stream().map(x -> x.reply().text()).toList()).describe(usage);
    return usage;
  }

  /** In US dollars; null when the price of any model asked is unknown. */
  private @Nullable Double cost(
      List<CallLog.Exchange> live, ModelSpec model, Function<String, ModelSpec> asked) {
    double cost = 0;
    for (var exchange : live) {
      var price = prices.of(asked.apply(exchange.step())).orElse(null);
      if (price == null) {
        return null;
      }
      cost += price.cost(exchange.reply());
    }
    return live.isEmpty() && prices.of(model).isEmpty() ? null : (Double) cost;
  }

  /**
   * What a manifest says of it, for people: a line, or a line for each model where it tells them
   * apart; none where nobody was asked.
   */
  public static List<String> lines(JsonNode manifest) {
    JsonNode usage = manifest.has("usage") ? manifest.path("usage") : manifest;
    if (usage.has("input_tokens")) {
      return List.of(line("Usage", usage));
    }
    return usage.properties().stream()
        .filter(model -> model.getValue().has("input_tokens"))
        .map(model -> line(model.getKey(), model.getValue()))
        .toList();
  }

  private static String line(String about, JsonNode usage) {
    String what =
        Stream.of("verdicts", "answers", "calls").filter(usage::has).findFirst().orElse("calls");
    long kept = usage.path("cached_input_tokens").asLong();
    JsonNode cost = usage.path("cost_usd");
    return String.format(
        Locale.ROOT,
        "%s: %s (%d cached), %d%s + %d tokens, %s.",
        about,
        Printable.counted(usage.path(what).asLong(), what.substring(0, what.length() - 1)),
        usage.path("cached").asLong(),
        usage.path("input_tokens").asLong(),
        kept == 0 ? "" : " (" + kept + " from the prefix cache)",
        usage.path("output_tokens").asLong(),
        cost.isNumber() ? String.format(Locale.ROOT, "%.4f USD", cost.asDouble()) : "cost unknown");
  }
}
