package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.cli.wiring.Models;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.task.QuestionAnswering;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run would send: every request is built and counted, none is sent. Tokens are those of
 * cl100k_base, which is near enough for other models' prices; replies are counted at their full
 * length, so the cost is an upper bound but for questions that a protocol asks again.
 *
 * @param models for prices
 * @param out where it goes
 * @param json as one document
 */
record DryRun(Models models, PrintWriter out, boolean json) {
  /** Roles and separators round a message. */
  private static final int MESSAGE_TOKENS = 4;

  /** What adds up. */
  record Totals(long calls, long input, long output) {
    Totals plus(long inputTokens, long outputTokens) {
      return new Totals(calls + 1, input + inputTokens, output + outputTokens);
    }
  }

  int print(ModelSpec model, QuestionAnswering task) {
    var asks =
        model.provider() == Provider.EXTRACTIVE ? Stream.<Ask>empty() : task.calls().map(Call::ask);
    return print(model, "questions", task.asked().size(), asks);
  }

  /**
   * Prints for requests about something else than questions.
   *
   * @param unit what they are about, in the plural
   * @param count how many of those there are
   * @param asks the requests, each built when it is reached
   */
  int print(ModelSpec model, String unit, int count, Stream<Ask> asks) {
    Totals totals = totals(asks);
    if (json) {
      out.println(node(model, unit, count, totals).toPrettyString());
    } else {
      table(model, unit, count, totals);
      prices();
    }
    return ExitCode.OK;
  }

  /** Prints what a panel of judges would be sent, model by model. */
  int print(Judging judging) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ArrayNode each = root.putArray("models");
    int answers = judging.judged().size();
    for (ModelSpec model : judging.models()) {
      Totals totals = totals(judging.of(model.id()).calls().map(Call::ask));
      if (json) {
        each.add(node(model, "answers", answers, totals));
      } else {
        table(model, "answers", answers, totals);
      }
    }
    if (json) {
      out.println(root.toPrettyString());
    } else {
      prices();
    }
    return ExitCode.OK;
  }

  private ObjectNode node(ModelSpec model, String unit, int count, Totals totals) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("model", model.id()).put(unit, count);
    node.put("calls", totals.calls()).put("input_tokens", totals.input());
    node.put("output_tokens_at_most", totals.output());
    node.put("cost_usd_at_most", cost(model, totals).orElse(null));
    return node.put("prices_of", models.prices().date());
  }

  private void table(ModelSpec model, String unit, int count, Totals totals) {
    var table = new TextTable(Column.left("dry run of " + model.id()), Column.right(""));
    table.row(unit, count);
    table.row("calls", totals.calls());
    table.row("input tokens", totals.input());
    table.row("output tokens, at most", totals.output());
    table.row(
        "cost in USD, at most",
        cost(model, totals)
            .map(c -> String.format(Locale.ROOT, "%.2f", c))
            .orElse("price unknown"));
    out.print(table.fit(80));
  }

  private Optional<Double> cost(ModelSpec model, Totals totals) {
    return models.prices().of(model).map(p -> p.cost(totals.input(), totals.output()));
  }

  private void prices() {
    out.println(
        "Prices of " + models.prices().date() + "; --prices FILE has others. Nothing was sent.");
  }

  static Totals totals(Stream<Ask> asks) {
    var tokens = new Cl100k();
    Map<String, Integer> counted = new HashMap<>();
    var totals = new Totals(0, 0, 0);
    var all = asks.iterator();
    while (all.hasNext()) {
      Ask ask = all.next();
      long input = 0;
      for (Ask.Message message : ask.messages()) {
        input += MESSAGE_TOKENS + counted.computeIfAbsent(message.text(), tokens::count);
      }
      totals = totals.plus(input, Objects.requireNonNullElse(ask.maxTokens(), 0));
    }
    return totals;
  }
}
