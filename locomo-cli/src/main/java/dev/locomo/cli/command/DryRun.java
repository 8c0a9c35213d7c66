package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.TextTable;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.cli.wiring.Models;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Ask;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.text.Cl100k;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.task.QuestionAnswering;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

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
  private record Totals(long calls, long input, long output) {
    Totals plus(long inputTokens, long outputTokens) {
      return new Totals(calls + 1, input + inputTokens, output + outputTokens);
    }
  }

  int print(ModelSpec model, QuestionAnswering task) {
    Totals totals = model.provider() == Provider.EXTRACTIVE ? new Totals(0, 0, 0) : totals(task);
    var price = models.prices().of(model);
    var cost = price.map(p -> p.cost(totals.input(), totals.output()));
    if (json) {
      var node = JsonFiles.MAPPER.createObjectNode();
      node.put("model", model.id()).put("questions", task.questions().size());
      node.put("calls", totals.calls()).put("input_tokens", totals.input());
      node.put("output_tokens_at_most", totals.output());
      node.put("cost_usd_at_most", cost.orElse(null)).put("prices_of", models.prices().date());
      out.println(node.toPrettyString());
      return ExitCode.OK;
    }
    var table = new TextTable(Column.left("dry run of " + model.id()), Column.right(""));
    table.row("questions", task.questions().size());
    table.row("calls", totals.calls());
    table.row("input tokens", totals.input());
    table.row("output tokens, at most", totals.output());
    table.row(
        "cost in USD, at most",
        cost.map(c -> String.format(Locale.ROOT, "%.2f", c)).orElse("price unknown"));
    out.print(table.fit(80));
    out.println(
        "Prices of " + models.prices().date() + "; --prices FILE has others. Nothing was sent.");
    return ExitCode.OK;
  }

  private static Totals totals(QuestionAnswering task) {
    var tokens = new Cl100k();
    Map<String, Integer> counted = new HashMap<>();
    var totals = new Totals(0, 0, 0);
    var calls = task.calls().iterator();
    while (calls.hasNext()) {
      Call call = calls.next();
      Ask ask = call.ask();
      long input = 0;
      for (Ask.Message message : ask.messages()) {
        input += MESSAGE_TOKENS + counted.computeIfAbsent(message.text(), tokens::count);
      }
      totals = totals.plus(input, Objects.requireNonNullElse(ask.maxTokens(), 0));
    }
    return totals;
  }
}
