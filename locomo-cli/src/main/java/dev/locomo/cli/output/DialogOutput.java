package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.stats.FewClusters;
import java.io.PrintWriter;

/**
 * The result of {@code eval-dialog} for people.
 *
 * @param out where it goes
 */
public record DialogOutput(PrintWriter out) {
  private static final int WIDTH = 80;

  /** The metrics whose course over the length of the history is shown. */
  private static final int SHOWN = 4;

  /** Prints a report: a line a metric, then a line a length of history. */
  public void print(JsonNode report) {
    JsonNode settings = report.path("settings");
    out.println(
        settings.path("model").asText()
            + ", context "
            + settings.path("context").asText()
            + (settings.has("top_k") ? " " + settings.path("top_k").asText() : "")
            + ", picture "
            + settings.path("picture").asText());
    out.println();
    out.println(metrics(report.path("metrics")));
    out.println(histories(report.path("metrics")));
    notes(report);
  }

  private static String metrics(JsonNode metrics) {
    var table =
        new TextTable(
            Column.left("turns"),
            Column.right("asked"),
            Column.right("answered"),
            Column.right("scored"),
            Column.right("mean %"),
            Column.right("95 % interval"));
    for (var metric : metrics.properties()) {
      table.row(ResultTable.row(metric.getKey(), metric.getValue().path("overall")));
    }
    return table.fit(WIDTH);
  }

  private static String histories(JsonNode metrics) {
    var shown =
        metrics.properties().stream()
            .filter(metric ->
                !metric.getKey().equals("bleu-2") && !metric.getKey().equals("bleu-char-2"))
            .limit(SHOWN)
            .toList();
    var columns = new Column[shown.size() + 2];
    columns[0] = Column.left("tokens before");
    columns[1] = Column.right("turns");
    for (int i = 0; i < shown.size(); i++) {
      columns[i + 2] = Column.right(shown.get(i).getKey());
    }
    var table = new TextTable(columns);
    for (var bucket : shown.getFirst().getValue().path("by_history").properties()) {
      var cells = new Object[columns.length];
      cells[0] = bucket.getKey();
      cells[1] = bucket.getValue().path("asked").asInt();
      for (int i = 0; i < shown.size(); i++) {
        cells[i + 2] =
            ResultTable.percent(
                shown.get(i).getValue().path("by_history").path(bucket.getKey()).path("mean"));
      }
      table.row(cells);
    }
    return table.fit(WIDTH);
  }

  private void notes(JsonNode report) {
    JsonNode metrics = report.path("metrics");
    for (var metric : metrics.properties()) {
      int missing = metric.getValue().path("unscored").path("picture-missing").asInt();
      if (missing > 0) {
        say(
            metric.getKey()
                + ": "
                + missing
                + " turns have no value, since a picture is not there or cannot be read;"
                + " scores.jsonl says which.");
      }
    }
    say(
        report.path("without_result").asInt()
            + " of "
            + report.path("turns").asInt()
            + " turns have no result. bleu-1 and bleu-2 count words; bleu-char-1 and"
            + " bleu-char-2 count characters, as the paper's table 7 does, and are about 45 and"
            + " 32 for unrelated turns: never compare the one with the other.");
    FewClusters.warning(metrics.path("bleu-1").path("by_conversation").size()).ifPresent(this::say);
  }

  private void say(String text) {
    Wrapping.lines(text, WIDTH).forEach(out::println);
  }
}
