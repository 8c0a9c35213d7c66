package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.stats.FewClusters;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.stream.Collectors;

/**
 * The result of {@code eval-events} for people.
 *
 * @param out where it goes
 */
public record EventOutput(PrintWriter out) {
  private static final int WIDTH = 80;

  /** Prints a report: a line a metric, the mistakes, and what belongs to the figures. */
  public void print(JsonNode report) {
    out.println(
        report.path("model").asText()
            + ", "
            + report.path("summarizer").path("id").asText()
            + ", sessions "
            + report.path("sessions").asText());
    out.println();
    out.println(metrics(report.path("metrics")));
    mistakes(report.path("errors"), report.path("labeller"));
    notes(report);
  }

  private static String metrics(JsonNode metrics) {
    var table =
        new TextTable(
            Column.left("events"),
            Column.right("asked"),
            Column.right("answered"),
            Column.right("scored"),
            Column.right("mean %"),
            Column.right("95 % interval"),
            Column.right("micro %"));
    for (var metric : metrics.properties()) {
      JsonNode value = metric.getValue();
      Object micro =
          value.has("micro") ? ResultTable.percent(value.path("micro").path("mean")) : "";
      table.row(ResultTable.row(metric.getKey(), value.path("overall"), micro));
    }
    return table.fit(WIDTH);
  }

  private void mistakes(JsonNode errors, JsonNode labeller) {
    if (labeller.isObject()) {
      say(
          "Mistakes, by "
              + labeller.path("id").asText()
              + ": "
              + errors.properties().stream()
                  .map(e -> e.getValue().asInt() + " " + e.getKey())
                  .collect(Collectors.joining(", "))
              + ".");
    }
  }

  private void notes(JsonNode report) {
    var parts = new ArrayList<String>();
    for (var outcome : report.path("outcomes").properties()) {
      if (outcome.getValue().asInt() > 0) {
        parts.add(outcome.getValue().asInt() + " " + outcome.getKey());
      }
    }
    say("Summaries (a conversation and speaker each): " + String.join(", ", parts) + ".");
    say(
        "Facts by "
            + report.path("decomposer").path("id").asText()
            + ", checked by "
            + report.path("verifier").path("id").asText()
            + (report.path("length_penalty").asDouble() > 0
                ? ", length penalty " + report.path("length_penalty").asDouble()
                : "")
            + ".");
    if (report.path("facts_by_rule").asBoolean()) {
      say(
          "Facts were made or checked by a rule of words: a floor, to be compared with nothing"
              + " that models checked, and with no published figure.");
    }
    say(
        "Mean: every summary weighs the same; micro: every fact. Event order is Kendall's tau-b,"
            + " times 100.");
    FewClusters.warning(report.path("metrics").path("rouge-1").path("by_conversation").size())
        .ifPresent(this::say);
  }

  private void say(String text) {
    Wrapping.lines(text, WIDTH).forEach(out::println);
  }
}
