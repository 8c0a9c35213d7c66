package dev.locomo.core.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.ask.CallLog;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Tokens;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
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
      cost += price.cost(exchange.reply().tokens());
    }
    return live.isEmpty() && prices.of(model).isEmpty() ? null : (Double) cost;
  }
}
