package dev.locomo.cli.command.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.start.DryRun;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Prices;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.TextTable.Column;
import dev.locomo.eval.events.EventSummarization.Stage;
import dev.locomo.eval.options.EventPlan;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * What a run would send, stage by stage. What depends on replies is an estimate: a summary is taken
 * to have the gold events, an event two facts, and every fourth fact to be a mistake.
 *
 * @param prices of tokens
 * @param out where it goes
 * @param plan who does what
 */
record EventDryRun(Prices prices, PrintWriter out, EventPlan plan) {
  int print(boolean json) {
    ObjectNode document = document();
    if (json) {
      out.println(document.toPrettyString());
      return ExitCode.OK;
    }
    var table =
        new TextTable(
            Column.left("dry run"),
            Column.left("asks"),
            Column.right("calls"),
            Column.right("input tokens"),
            Column.right("output, at most"),
            Column.right("USD, at most"));
    for (var stage : document.path("stages")) {
      table.row(
          stage.path("stage").asText(),
          stage.path("model").asText("nobody"),
          stage.path("calls").asLong(),
          stage.path("input_tokens").asLong(),
          stage.path("output_tokens_at_most").asLong(),
          stage.path("cost_usd_at_most").isNumber()
              ? String.format(Locale.ROOT, "%.2f", stage.path("cost_usd_at_most").asDouble())
              : "unknown");
    }
    out.print(table.fit(80));
    out.println(document.path("units").asInt() + " summaries. Calls after the summaries are");
    out.println("estimates: as many events as the gold ones, two facts each. Prices of");
    out.println(prices.date() + "; --prices FILE has others. Nothing was sent.");
    return ExitCode.OK;
  }

  private ObjectNode document() {
    var work = plan.work();
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    document.put("model", plan.model().id());
    document.put("units", work.pieces(Stage.SUMMARIZE).size());
    var stages = document.putArray("stages");
    for (Stage stage : Stage.values()) {
      ModelSpec model = plan.model(stage);
      var totals = DryRun.totals(work.plan(stage).stream());
      var node = stages.addObject().put("stage", stage.label());
      node.put("model", model == null ? null : model.id()).put("calls", totals.calls());
      node.put("input_tokens", totals.input()).put("output_tokens_at_most", totals.output());
      Double cost =
          model == null
              ? Double.valueOf(0)
              : prices.of(model).map(p -> p.cost(totals.input(), totals.output())).orElse(null);
      node.put("cost_usd_at_most", cost);
    }
    return document.put("prices_of", prices.date());
  }
}
