package dev.locomo.cli.start;

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
import dev.locomo.core.llm.request.RequestRules;
import dev.locomo.core.pipeline.Rehearsal.Missing;
import dev.locomo.core.text.Cl100k;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run would still send: every request that neither its folder nor the cache has a reply to
 * is built and counted, none is sent. Tokens are those of cl100k_base, which is near enough for
 * other models' prices; replies are counted at their full length, so the cost is an upper bound but
 * for questions that a protocol asks again. With a prefix cache, of requests that share a beginning
 * all but the first have it from there.
 */
public final class DryRun implements Consumer<Missing> {
  /** Roles and separators round a message. */
  private static final int MESSAGE_TOKENS = 4;

  /** Shorter beginnings are kept by no provider. */
  private static final int SHORTEST_KEPT = 1024;

  private final Function<ModelSpec, RequestRules> requests;
  private final Prices prices;
  private final PrintWriter out;
  private final boolean json;
  private final Cl100k counter = new Cl100k();
  private final Map<String, Integer> counted = new HashMap<>();
  private final Set<String> kept = new HashSet<>();
  private final Map<Part, Totals> parts = new LinkedHashMap<>();

  private record Part(ModelSpec model, String name) {}

  /**
   * What adds up.
   *
   * @param calls requests
   * @param pictures that they show
   * @param tokens of them, and of the replies at most
   */
  public record Totals(long calls, long pictures, Tokens tokens) {
    private static final Totals NONE = new Totals(0, 0, Tokens.NONE);

    Totals plus(Totals more) {
      return new Totals(calls + more.calls, pictures + more.pictures, tokens.plus(more.tokens));
    }

    /** In US dollars, without a prefix cache. */
    public double cost(Price price) {
      return price.cost(new Tokens(tokens.input(), tokens.output(), Prefix.NONE));
    }
  }

  /**
   * @param prices of tokens
   * @param out where it goes
   * @param json as one document
   * @param requests what becomes of the requests to a model
   */
  DryRun(Prices prices, PrintWriter out, boolean json, Function<ModelSpec, RequestRules> requests) {
    this.requests = requests;
    this.prices = prices;
    this.out = out;
    this.json = json;
  }

  @Override
  public void accept(Missing missing) {
    var one =
        new Totals(
            1,
            missing.ask().pictures().size(),
            tokens(missing.model(), requests.apply(missing.model()).shaped(missing.ask())));
    parts.merge(new Part(missing.model(), missing.part()), one, Totals::plus);
  }

  private Tokens tokens(ModelSpec model, Ask ask) {
    var prefix = Prefix.NONE;
    var before = new StringBuilder(model.id());
    long input = 0;
    for (Ask.Message message : ask.messages()) {
      String shared = message.text().substring(0, message.shared());
      long together = input + MESSAGE_TOKENS + counted.computeIfAbsent(shared, counter::count);
      if (!shared.isEmpty() && together >= SHORTEST_KEPT) {
        boolean first = kept.add(Sha256.of(before + shared));
        prefix = first ? new Prefix(0, together) : new Prefix(together, 0);
      }
      before.append(message.text()).append('\0');
      input += MESSAGE_TOKENS + counter.count(message.text());
      input += message.pictures().stream().mapToInt(model.family().pictures()::of).sum();
    }
    return new Tokens(input, Objects.requireNonNullElse(ask.maxTokens(), 0), prefix);
  }

  /** What a part of the work comes to, whatever the model. */
  public Totals part(String name) {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().name.equals(name))
        .map(Map.Entry::getValue)
        .reduce(Totals.NONE, Totals::plus);
  }

  private Totals of(ModelSpec model) {
    return parts.entrySet().stream()
        .filter(part -> part.getKey().model.equals(model))
        .map(Map.Entry::getValue)
        .reduce(Totals.NONE, Totals::plus);
  }

  /**
   * Prints what one model would be sent.
   *
   * @param unit what it is about, in the plural
   * @param count how many of those there are
   * @param choices the part of the work that is shown apart; null for none
   */
  public int print(ModelSpec model, String unit, int count, @Nullable String choices) {
    var apart = choices == null ? Totals.NONE : part(choices);
    if (json) {
      ObjectNode node = node(model, unit, count);
      if (apart.calls > 0) {
        node.set(choices, sums(JsonFiles.MAPPER.createObjectNode(), model, apart));
      }
      out.println(node.put("prices_of", prices.date()).toPrettyString());
    } else {
      var table = table(model, unit, count);
      if (apart.calls > 0) {
        table.row("of it " + choices + ": calls", apart.calls);
        table.row("of it " + choices + ": input tokens", apart.tokens.input());
        table.row("of it " + choices + ": cost in USD, at most", cost(model, apart));
      }
      out.print(table.fit(80));
      tellPrices();
    }
    return ExitCode.OK;
  }

  /** Prints what several models would be sent, one after the other. */
  public int print(List<ModelSpec> models, String unit, int count) {
    if (json) {
      ObjectNode root = JsonFiles.MAPPER.createObjectNode();
      var each = root.putArray("models");
      models.forEach(m -> each.add(node(m, unit, count).put("prices_of", prices.date())));
      out.println(root.toPrettyString());
    } else {
      models.forEach(model -> out.print(table(model, unit, count).fit(80)));
      tellPrices();
    }
    return ExitCode.OK;
  }

  private ObjectNode node(ModelSpec model, String unit, int count) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("model", model.id()).put(unit, count);
    Totals totals = of(model);
    sums(node, model, totals).put("cached_input_tokens", totals.tokens.prefix().read());
    return node.put("cost_usd_with_prefix_cache", withPrefixCache(model, totals).orElse(null));
  }

  private ObjectNode sums(ObjectNode node, ModelSpec model, Totals totals) {
    node.put("calls", totals.calls).put("pictures", totals.pictures);
    node.put("input_tokens", totals.tokens.input());
    node.put("output_tokens_at_most", totals.tokens.output());
    return node.put("cost_usd_at_most", prices.of(model).map(totals::cost).orElse(null));
  }

  private TextTable table(ModelSpec model, String unit, int count) {
    var table = new TextTable(Column.left("dry run of " + model.id()), Column.right(""));
    Totals totals = of(model);
    table.row(unit, count).row("calls", totals.calls);
    if (totals.pictures > 0) {
      table.row("pictures", totals.pictures);
    }
    table.row("input tokens", totals.tokens.input());
    table.row("output tokens, at most", totals.tokens.output());
    table.row("cost in USD, at most", cost(model, totals));
    withPrefixCache(model, totals)
        .ifPresent(cost -> {
          table.row("input tokens in the prefix cache", totals.tokens.prefix().read());
          table.row("cost in USD with the prefix cache", dollars(cost));
        });
    return table;
  }

  /** Says which prices these are, and that nothing was sent. */
  public void tellPrices() {
    out.println("What the run's folder and the cache hold is not counted.");
    out.println("Prices of " + prices.date() + "; --prices FILE has others. Nothing was sent.");
  }

  private String cost(ModelSpec model, Totals totals) {
    return prices.of(model).map(p -> dollars(totals.cost(p))).orElse("price unknown");
  }

  private static String dollars(double cost) {
    return String.format(Locale.ROOT, "%.2f", cost);
  }

  /** Empty when nothing is shared, or the provider gives nothing off. */
  private Optional<Double> withPrefixCache(ModelSpec model, Totals totals) {
    return prices
        .of(model)
        .filter(p -> p.cachedInput() != null && totals.tokens.prefix().read() > 0)
        .map(p -> p.cost(totals.tokens));
  }
}
