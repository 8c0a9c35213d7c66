package dev.locomo.cli.start;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.llm.Tokens.Prefix;
import dev.locomo.core.llm.request.Refused;
import dev.locomo.core.llm.request.RequestOptions;
import dev.locomo.core.llm.request.RequestRules;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.protocol.Call;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What a run would send: every request is built and counted, none is sent. Tokens are those of
 * cl100k_base, which is near enough for other models' prices; replies are counted at their full
 * length, so the cost is an upper bound but for questions that a protocol asks again. With a prefix
 * cache, of requests that share a beginning all but the first have it from there.
 *
 * @param prices of tokens
 * @param out where it goes
 * @param json as one document
 * @param requests what is wanted in every request
 */
public record DryRun(Prices prices, PrintWriter out, boolean json, RequestOptions requests) {
  /** Roles and separators round a message. */
  private static final int MESSAGE_TOKENS = 4;

  /** Shorter beginnings are kept by no provider. */
  private static final int SHORTEST_KEPT = 1024;

  /**
   * What adds up.
   *
   * @param calls requests
   * @param tokens of them, and of the replies at most
   */
  public record Totals(long calls, Tokens tokens) {
    Totals plus(Tokens more) {
      return new Totals(calls + 1, tokens.plus(more));
    }

    /** In US dollars, without a prefix cache. */
    public double cost(Price price) {
      return price.cost(new Tokens(tokens.input(), tokens.output(), Prefix.NONE));
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
    var all = new Estimate(model, count, unit, totals(shaped(asks, model, requests)));
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
      var asks = shaped(judging.of(model.id()).calls().map(Call::ask), model, requests);
      var totals = totals(asks, tokens);
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
    node.put("input_tokens", of.totals().tokens().input());
    node.put("output_tokens_at_most", of.totals().tokens().output());
    node.put("cost_usd_at_most", price(of).map(p -> of.totals().cost(p)).orElse(null));
    node.put("cached_input_tokens", of.totals().tokens().prefix().read());
    node.put("cost_usd_with_prefix_cache", withPrefixCache(of).orElse(null));
    return node.put("prices_of", prices.date());
  }

  private void table(Estimate of) {
    var table = new TextTable(Column.left("dry run of " + of.model().id()), Column.right(""));
    table.row(of.what(), of.items());
    table.row("calls", of.totals().calls());
    var tokens = of.totals().tokens();
    table.row("input tokens", tokens.input());
    table.row("output tokens, at most", tokens.output());
    table.row(
        "cost in USD, at most",
        price(of).map(p -> dollars(of.totals().cost(p))).orElse("price unknown"));
    withPrefixCache(of)
        .ifPresent(cost -> {
          table.row("input tokens in the prefix cache", tokens.prefix().read());
          table.row("cost in USD with the prefix cache", dollars(cost));
        });
    out.print(table.fit(80));
  }

  private void tellPrices() {
    out.println("Prices of " + prices.date() + "; --prices FILE has others. Nothing was sent.");
  }

  private static String dollars(double cost) {
    return String.format(Locale.ROOT, "%.2f", cost);
  }

  private Optional<Price> price(Estimate of) {
    return prices.of(of.model());
  }

  /** Empty when nothing is shared, or the provider gives nothing off. */
  private Optional<Double> withPrefixCache(Estimate of) {
    var tokens = of.totals().tokens();
    return price(of)
        .filter(p -> p.cachedInput() != null && tokens.prefix().read() > 0)
        .map(p -> p.cost(tokens));
  }

  /** Counts each text once: prompts share long contexts. */
  private static ToIntFunction<String> tokens() {
    var counter = new Cl100k();
    Map<String, Integer> counted = new HashMap<>();
    return text -> counted.computeIfAbsent(text, counter::count);
  }

  /** Requests as a model is sent them. */
  public static Stream<Ask> shaped(Stream<Ask> asks, ModelSpec model, RequestOptions requests) {
    return asks.map(new RequestRules(model, requests, new Refused())::shaped);
  }

  /** What requests come to, each built when it is reached. */
  public static Totals totals(Stream<Ask> asks) {
    return totals(asks, tokens());
  }

  private static Totals totals(Stream<Ask> asks, ToIntFunction<String> tokens) {
    var totals = new Totals(0, Tokens.NONE);
    var kept = new HashSet<String>();
    var all = asks.iterator();
    while (all.hasNext()) {
      Ask ask = all.next();
      var prefix = Prefix.NONE;
      var before = new StringBuilder();
      long input = 0;
      for (Ask.Message message : ask.messages()) {
        String shared = message.text().substring(0, message.shared());
        long together = input + MESSAGE_TOKENS + tokens.applyAsInt(shared);
        if (!shared.isEmpty() && together >= SHORTEST_KEPT) {
          boolean first = kept.add(Sha256.of(before + shared));
          prefix = first ? new Prefix(0, together) : new Prefix(together, 0);
        }
        before.append(message.text()).append('\0');
        input += MESSAGE_TOKENS + tokens.applyAsInt(message.text());
      }
      int output = Objects.requireNonNullElse(ask.maxTokens(), 0);
      totals = totals.plus(new Tokens(input, output, prefix));
    }
    return totals;
  }
}
