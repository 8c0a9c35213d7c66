package dev.locomo.services.store.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.services.store.RunEntry;
import dev.locomo.services.store.RunIndex;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs of a store.
 *
 * @param out where they are printed
 * @param metric whose means the entries have
 */
public record RunsText(PrintWriter out, String metric) {
  private static final int WIDTH = 80;
  private static final int TO_THE_MINUTE = "2026-11-22T18:42".length();

  /** One row a run. */
  public void table(List<RunEntry> runs) {
    var table =
        TextTable.of(
            "id",
            "~started",
            "task",
            "~status",
            "~model",
            ">answers",
            ">USD",
            ">" + metric,
            "~folder");
    for (RunEntry run : runs) {
      table.row(
          run.id(),
          run.started()
              .substring(0, Math.min(TO_THE_MINUTE, run.started().length()))
              .replace('T', ' '),
          run.task() + (run.shard() == null ? "" : " " + run.shard()),
          run.status(),
          or(run.model()),
          or(run.answers()),
          run.costUsd() == null ? "-" : String.format(Locale.ROOT, "%.2f", run.costUsd()),
          percent(run.mean()),
          run.name());
    }
    out.print(table.fit(WIDTH));
    out.println(Printable.counted(runs.size(), "run"));
  }

  /** One array, an object a run. */
  public void json(List<RunEntry> runs) {
    var all = JsonFiles.MAPPER.createArrayNode();
    runs.forEach(run -> all.add(document(run).put("metric", metric).put("mean", run.mean())));
    out.println(all.toPrettyString());
  }

  /** One run, with its settings and means. */
  public void one(RunIndex index, RunEntry run, boolean json) {
    if (json) {
      ObjectNode document = document(run);
      document.set("settings", JsonFiles.MAPPER.valueToTree(index.settings(run.id())));
      document.set("outcomes", JsonFiles.MAPPER.valueToTree(index.outcomes(run.id())));
      document.set("means", JsonFiles.MAPPER.valueToTree(index.means(run.id())));
      out.println(document.toPrettyString());
      return;
    }
    line("run", run.id());
    line("folder", run.folder());
    line("task", run.task() + ", " + run.status());
    line("begun", run.started() + ", last written " + run.updated());
    line("answers", or(run.answers()) + " " + index.outcomes(run.id()));
    line("tokens", or(run.inputTokens()) + " in, " + or(run.outputTokens()) + " out");
    line(
        "cost",
        run.costUsd() == null ? "unknown" : String.format(Locale.ROOT, "%.4f USD", run.costUsd()));
    index.settings(run.id()).forEach(this::line);
    means(index.means(run.id()));
  }

  private void means(List<RunIndex.Mean> means) {
    if (means.isEmpty()) {
      return;
    }
    var table = TextTable.of("metric", "of", ">scored", ">mean", "95 %");
    for (var mean : means) {
      boolean all = mean.of().equals("all");
      table.row(
          mean.metric(),
          all ? mean.slice() : mean.of() + " " + mean.slice(),
          or(mean.scored()),
          percent(mean.mean()),
          mean.low() == null ? "" : percent(mean.low()) + " - " + percent(mean.high()));
    }
    out.println();
    out.print(table.fit(WIDTH));
  }

  private void line(String name, String value) {
    out.println(Printable.line("%-16s %s".formatted(name, value)));
  }

  private static ObjectNode document(RunEntry run) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("id", run.id()).put("name", run.name()).put("folder", run.folder());
    node.put("task", run.task()).put("status", run.status());
    node.put("started", run.started()).put("updated", run.updated());
    node.put("model", run.model()).put("protocol", run.protocol()).put("shard", run.shard());
    node.put("answers", run.answers());
    node.put("input_tokens", run.inputTokens()).put("output_tokens", run.outputTokens());
    return node.put("cost_usd", run.costUsd());
  }

  private static String percent(@Nullable Double mean) {
    return mean == null ? "-" : String.format(Locale.ROOT, "%.1f", 100 * mean);
  }

  private static String or(@Nullable Object value) {
    return Objects.toString(value, "-");
  }
}
