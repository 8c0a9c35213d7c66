package dev.locomo.cli.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.protocol.Call;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What a run would send: every request is built and counted, none is sent. Tokens are those of
 * cl100k_base, which is near enough for other models' prices; replies are counted at their full
 * length, so the cost is an upper bound but for questions that a protocol asks again.
 *
 * @param prices of tokens
 * @param out where it goes
 * @param json as one document
 */
public record DryRun(Prices prices, PrintWriter out, boolean json) {
  /** Roles and separators round a message. */
  private static final int MESSAGE_TOKENS = 4;

  /** What adds up: requests, tokens of them, tokens of the replies at most. */
  public record Totals(long calls, long input, long output) {
    Totals plus(long inputTokens, long outputTokens) {
      return new Totals(calls + 1, input + inputTokens, output + outputTokens);
    }
  }

  /**
   * What asking one model comes to.
   *
   * @param model whom
   * @param items how many questions or answers it is about
   * @param what they are called
   * @param totals of the requests
   */
  private record Estimate(ModelSpec model, int items, String what, Totals totals) {}

  /**
   * Prints what a run would send.
   *
   * @param unit what they are about, in the plural
   * @param count how many of those there are
   * @param asks the requests, each built when it is reached
   */
  public int print(ModelSpec model, String unit, int count, Stream<Ask> asks) {
    var all = new Estimate(model, count, unit, totals(asks));
    if (json) {
      out.println(node(all).toPrettyString());
    } else {
      table(all);
      tellPrices();
    }
    return ExitCode.OK;
  }

  /** Prints what a panel of judges would be sent, model by model. */
  public int print(Judging judging) {
    var tokens = tokens();
    var estimates = new ArrayList<Estimate>();
    for (ModelSpec model : judging.models()) {
      var totals = totals(judging.of(model.id()).calls().map(Call::ask), tokens);
      estimates.add(new Estimate(model, judging.judged().size(), "answers", totals));
    }
    if (json) {
      ObjectNode root = JsonFiles.MAPPER.createObjectNode();
      ArrayNode each = root.putArray("models");
      estimates.forEach(estimate -> each.add(node(estimate)));
      out.println(root.toPrettyString());
    } else {
      estimates.forEach(this::table);
      tellPrices();
    }
    return ExitCode.OK;
  }

  private ObjectNode node(Estimate of) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("model", of.model().id()).put(of.what(), of.items()).put("calls", of.totals().calls());
    node.put("input_tokens", of.totals().input());
    node.put("output_tokens_at_most", of.totals().output());
    node.put("cost_usd_at_most", cost(of).orElse(null));
    return node.put("prices_of", prices.date());
  }

  private void table(Estimate of) {
    var table = new TextTable(Column.left("dry run of " + of.model().id()), Column.right(""));
    table.row(of.what(), of.items());
    table.row("calls", of.totals().calls());
    table.row("input tokens", of.totals().input());
    table.row("output tokens, at most", of.totals().output());
    table.row(
        "cost in USD, at most",
        cost(of).map(c -> String.format(Locale.ROOT, "%.2f", c)).orElse("price unknown"));
    out.print(table.fit(80));
  }

  private void tellPrices() {
    out.println("Prices of " + prices.date() + "; --prices FILE has others. Nothing was sent.");
  }

  private Optional<Double> cost(Estimate of) {
    var totals = of.totals();
    return prices.of(of.model()).map(p -> p.cost(totals.input(), totals.output()));
  }

  /** Counts each text once: prompts share long contexts. */
  private static ToIntFunction<String> tokens() {
    var counter = new Cl100k();
    Map<String, Integer> counted = new HashMap<>();
    return text -> counted.computeIfAbsent(text, counter::count);
  }

  /** What requests come to, each built when it is reached. */
  public static Totals totals(Stream<Ask> asks) {
    return totals(asks, tokens());
  }

  private static Totals totals(Stream<Ask> asks, ToIntFunction<String> tokens) {
    var totals = new Totals(0, 0, 0);
    var all = asks.iterator();
    while (all.hasNext()) {
      Ask ask = all.next();
      long input = 0;
      for (Ask.Message message : ask.messages()) {
        input += MESSAGE_TOKENS + tokens.applyAsInt(message.text());
      }
      totals = totals.plus(input, Objects.requireNonNullElse(ask.maxTokens(), 0));
    }
    return totals;
  }
}
