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
 * What a run would still send, stage by stage. What depends on replies is an estimate: a summary is
 * taken to have the gold events, an event two facts, and every fourth fact to be a mistake.
 *
 * @param prices of tokens
 * @param out where it goes
 * @param plan who does what
 */
record EventDryRun(Prices prices, PrintWriter out, EventPlan plan) {
  int print(DryRun dryRun, boolean json) {
    ObjectNode document = document(dryRun);
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
          stage.path("model").asText("no model"),
          stage.path("calls").asLong(),
          stage.path("input_tokens").asLong(),
          stage.path("output_tokens_at_most").asLong(),
          stage.path("cost_usd_at_most").isNumber()
              ? String.format(Locale.ROOT, "%.2f", stage.path("cost_usd_at_most").asDouble())
              : "unknown");
    }
    out.print(table.fit(80));
    out.println("Summaries: " + document.path("units").asInt() + ". Calls after the summaries are");
    out.println(
        "estimates where there is none yet: as many events as the gold ones, two facts each.");
    dryRun.tellPrices();
    return ExitCode.OK;
  }

  private ObjectNode document(DryRun dryRun) {
    var work = plan.work();
    ObjectNode document = JsonFiles.MAPPER.createObjectNode();
    document.put("model", plan.model().id());
    document.put("units", work.pieces(Stage.SUMMARIZE).size());
    var stages = document.putArray("stages");
    for (Stage stage : Stage.values()) {
      ModelSpec model = plan.model(stage);
      var totals = dryRun.part(stage.label());
      var node = stages.addObject().put("stage", stage.label());
      node.put("model", model == null ? null : model.id()).put("calls", totals.calls());
      node.put("input_tokens", totals.tokens().input());
      node.put("output_tokens_at_most", totals.tokens().output());
      Double cost =
          model == null ? Double.valueOf(0) : prices.of(model).map(totals::cost).orElse(null);
      node.put("cost_usd_at_most", cost);
    }
    return document.put("prices_of", prices.date());
  }
}
