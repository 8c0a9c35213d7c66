package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.text.Html;
import dev.locomo.eval.stats.FewClusters;
import java.util.List;

/**
 * Every fact of a run with its verdict, for people: what was checked, what supports it or why
 * nothing does, and what kind of mistake it is.
 *
 * @param run the run
 */
public record EventFacts(StoredEvents run) {
  /**
   * As text: a heading a unit and a line a fact; {@code +} supported, {@code -} not, {@code ?} no
   * verdict.
   */
  public String text() {
    var text = new StringBuilder();
    for (JsonNode unit : run.units()) {
      text.append('\n').append(heading(unit)).append('\n');
      lines(text, "summary", unit);
      lines(text, "gold", unit);
    }
    return text.toString();
  }

  private static String heading(JsonNode unit) {
    String reason = unit.path("reason").asText();
    return unit.path("unit").asText()
        + ": "
        + unit.path("outcome").asText()
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private void lines(StringBuilder text, String side, JsonNode unit) {
    var facts = run.facts(unit.path("unit").asText(), side);
    if (!facts.isEmpty()) {
      text.append("  facts of the ").append(side.equals("gold") ? "gold events" : side);
      text.append(":\n");
    }
    for (JsonNode fact : facts) {
      text.append("  ").append(mark(fact)).append(' ').append(line(fact)).append('\n');
    }
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

  /** As Markdown: a list a unit. */
  public String markdown() {
    var md = new StringBuilder();
    for (JsonNode unit : run.units()) {
      md.append("\n### ").append(FlatReport.escaped(heading(unit))).append("\n\n");
      for (String side : List.of("summary", "gold")) {
        for (JsonNode fact : run.facts(unit.path("unit").asText(), side)) {
          md.append("- ").append(side).append(" `").append(mark(fact)).append("` ");
          md.append(FlatReport.escaped(line(fact))).append('\n');
        }
      }
    }
    return md.toString();
  }

  /** As one HTML page that needs nothing else. */
  public String html() {
    var body = new StringBuilder(1 << 16);
    body.append("<header><h1>").append(Html.escape(run.title())).append("</h1>\n");
    body.append("<p class=\"soft\">Facts by ")
        .append(Html.escape(run.report().path("decomposer").path("id").asText()))
        .append(", checked by ")
        .append(Html.escape(run.report().path("verifier").path("id").asText()))
        .append(".</p></header>\n");
    metrics(body);
    mistakes(body);
    body.append("<h2>Summaries and their facts</h2>\n");
    body.append("<p class=\"soft\">+ the other side supports the fact (by which event), - it does");
    body.append(" not, ? no verdict.</p>\n");
    run.units().forEach(unit -> unit(body, unit));
    return HtmlReport.page("LoCoMo events: " + run.title(), body.toString(), "");
  }

  private void metrics(StringBuilder body) {
    body.append("<div class=\"card scroll\"><table><tr><th>metric</th>");
    body.append("<th class=\"num\">asked</th><th class=\"num\">scored</th>");
    body.append("<th class=\"num\">mean %</th><th class=\"num\">95 % interval</th>");
    body.append("<th class=\"num\">micro %</th><th class=\"num\">95 % interval</th></tr>\n");
    for (var metric : run.report().path("metrics").properties()) {
      JsonNode overall = metric.getValue().path("overall");
      body.append("<tr><td>").append(Html.escape(metric.getKey())).append("</td>");
      number(body, overall.path("asked").asText());
      number(body, overall.path("scored").asText());
      number(body, percent(overall.path("mean")));
      number(body, interval(overall));
      JsonNode micro = metric.getValue().path("micro");
      number(body, percent(micro.path("mean")));
      number(body, interval(micro));
      body.append("</tr>\n");
    }
    body.append("</table></div>\n<p class=\"soft\">Mean: every summary weighs the same; micro:");
    body.append(" every fact. Event order is Kendall's tau-b, times 100.</p>\n");
    FewClusters.warning(run.report().path("metrics").path("rouge-1").path("by_conversation").size())
        .ifPresent(
            text -> body.append("<p class=\"notice\">").append(Html.escape(text)).append("</p>\n"));
    if (run.report().path("facts_by_rule").asBoolean()) {
      body.append("<p class=\"notice\">Facts were made or checked by a rule of words: a floor, to");
      body.append(" be compared with no published figure.</p>\n");
    }
  }

  private static void number(StringBuilder body, String text) {
    body.append("<td class=\"num\">").append(Html.escape(text)).append("</td>");
  }

  private static String interval(JsonNode node) {
    return node.path("low").isNumber()
        ? percent(node.path("low")) + " – " + percent(node.path("high"))
        : "–";
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? Html.percent(share.asDouble()) : "–";
  }

  private void mistakes(StringBuilder body) {
    if (run.report().path("labeller").isObject()) {
      body.append("<h2>Mistakes</h2>\n<p>");
      for (var error : run.report().path("errors").properties()) {
        String text = error.getValue().asInt() + " " + error.getKey();
        body.append(Html.span("chip", text));
      }
      body.append("</p>\n<p class=\"soft\">Labelled by ")
          .append(Html.escape(run.report().path("labeller").path("id").asText()))
          .append("; missing information is every gold fact without support.</p>\n");
    }
  }

  private void unit(StringBuilder body, JsonNode unit) {
    String id = unit.path("unit").asText();
    body.append("<details class=\"card\"><summary>")
        .append(Html.escape(heading(unit)))
        .append("</summary>\n<div class=\"two\">");
    side(body, "The summary", unit.path("events"), run.facts(id, "summary"));
    side(body, "The gold events", unit.path("gold"), run.facts(id, "gold"));
    body.append("</div></details>\n");
  }

  private static void side(
      StringBuilder body, String title, JsonNode events, List<JsonNode> facts) {
    body.append("<div><h3>").append(title).append("</h3>\n<ol>\n");
    int number = 0;
    for (JsonNode event : events) {
      int own = ++number;
      body.append("<li>").append(Html.span("soft", event.path("date").asText())).append(' ');
      body.append(Html.escape(event.path("event").asText())).append("\n<ul>\n");
      facts.stream()
          .filter(fact -> fact.path("event").asInt() == own)
          .forEach(fact ->
              body.append("<li>")
                  .append(Html.span("mark " + verdict(fact), mark(fact)))
                  .append(' ')
                  .append(Html.escape(line(fact)))
                  .append("</li>\n"));
      body.append("</ul></li>\n");
    }
    body.append("</ol></div>\n");
  }
}
