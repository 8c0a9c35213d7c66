package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.events.EventRecord;
import dev.locomo.eval.events.EventResults;
import dev.locomo.eval.report.chart.Chart;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.Summary;
import java.nio.file.Path;
import java.util.List;

/**
 * A run of event summarization, as its folder has it, with every fact and its verdict: what was
 * checked, what supports it or why nothing does, and what kind of mistake it is. A fact is marked
 * {@code +} supported, {@code -} not, {@code ?} no verdict.
 *
 * @param document the document of {@code eval-events --json}
 * @param manifest what happened in the run
 * @param units a node each: events, gold events and outcome
 * @param facts a node each, with its verdict
 */
public record EventReport(
    JsonNode document, JsonNode manifest, List<JsonNode> units, List<JsonNode> facts)
    implements RunReport {
  /** The verb. */
  static final String TASK = "eval-events";

  static EventReport read(Path folder, Wanted wanted) {
    var report =
        new EventReport(
            JsonFiles.read(folder.resolve(EventRecord.REPORT), JsonFiles.MAPPER::readTree),
            StoredRun.manifest(folder),
            RunReport.nodes(folder.resolve(EventRecord.EVENTS)),
            RunReport.nodes(folder.resolve(EventRecord.FACTS)));
    if (wanted.files() || !wanted.baselines().isEmpty()) {
      throw new UserError(
          folder + " is a run of eval-events, which has no charts and no baselines",
          "neither --svg-dir nor --baseline");
    }
    return report;
  }

  @Override
  public String title() {
    return document.path("model").asText()
        + ", "
        + document.path("summarizer").path("id").asText()
        + ", sessions "
        + document.path("sessions").asText();
  }

  @Override
  public String items() {
    return "summaries";
  }

  @Override
  public List<Summary> summaries() {
    return ScoreJson.read(document.path("metrics"), EventResults.GROUPING);
  }

  @Override
  public List<Chart> charts() {
    return List.of();
  }

  /** The facts as text: a heading a unit and a line a fact. */
  public String text() {
    var text = new StringBuilder();
    for (JsonNode unit : units) {
      text.append('\n').append(heading(unit)).append('\n');
      for (String side : List.of("summary", "gold")) {
        var some = facts(unit, side);
        if (!some.isEmpty()) {
          text.append("  facts of the ").append(side.equals("gold") ? "gold events" : side);
          text.append(":\n");
        }
        some.forEach(
            f -> text.append("  ").append(mark(f)).append(' ').append(line(f)).append('\n'));
      }
    }
    return text.toString();
  }

  /** The facts as a list a unit. */
  @Override
  public String markdown() {
    var md = new StringBuilder();
    for (JsonNode unit : units) {
      md.append("\n### ").append(MarkdownRenderer.escaped(heading(unit))).append("\n\n");
      for (String side : List.of("summary", "gold")) {
        for (JsonNode fact : facts(unit, side)) {
          md.append("- ").append(side).append(" `").append(mark(fact)).append("` ");
          md.append(MarkdownRenderer.escaped(line(fact))).append('\n');
        }
      }
    }
    return md.toString();
  }

  @Override
  public String page() {
    var model = Page.model(this);
    model.put("units", Page.plain(units));
    model.put("facts", Page.plain(facts));
    model.put("mark", Page.method(EventReport::mark));
    model.put("verdict", Page.method(EventReport::verdict));
    model.put("line", Page.method(EventReport::line));
    model.put("heading", Page.method(EventReport::heading));
    return Page.render("report/events.ftl", model);
  }

  private List<JsonNode> facts(JsonNode unit, String side) {
    String id = unit.path("unit").asText();
    return facts.stream()
        .filter(f -> f.path("unit").asText().equals(id) && f.path("side").asText().equals(side))
        .toList();
  }

  private static String heading(JsonNode unit) {
    String reason = unit.path("reason").asText();
    return unit.path("unit").asText()
        + ": "
        + unit.path("outcome").asText()
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private static String mark(JsonNode fact) {
    JsonNode supported = fact.path("supported");
    return supported.isMissingNode() ? "?" : supported.asBoolean() ? "+" : "-";
  }

  private static String verdict(JsonNode fact) {
    JsonNode supported = fact.path("supported");
    return supported.isMissingNode() ? "unchecked" : supported.asBoolean() ? "yes" : "no";
  }

  private static String line(JsonNode fact) {
    String by = fact.has("by") ? " [event " + fact.path("by").asInt() + "]" : "";
    String error = fact.has("error") ? " [" + fact.path("error").asText() + "]" : "";
    String reason = fact.path("reason").asText();
    return oneLine(fact.path("fact").asText())
        + by
        + error
        + (reason.isEmpty() ? "" : ": " + oneLine(reason));
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }
}
