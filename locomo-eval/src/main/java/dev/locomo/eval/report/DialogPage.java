package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.text.Html;
import dev.locomo.eval.stats.FewClusters;
import java.util.List;
import java.util.Locale;

/**
 * A run of dialogue generation as one HTML page that needs nothing else.
 *
 * @param run the run
 * @param charts its charts
 */
public record DialogPage(StoredDialog run, List<Chart> charts) {
  /** The page. */
  public String html() {
    var body = new StringBuilder(1 << 16);
    body.append("<header><h1>").append(Html.escape(run.title())).append("</h1>\n");
    body.append("<p class=\"soft\">")
        .append(run.report().path("turns").asInt())
        .append(" turns, ")
        .append(run.report().path("without_result").asInt())
        .append(" without a result; asked by ")
        .append(Html.escape(run.report().path("settings").path("asking").asText()))
        .append(".</p></header>\n");
    metrics(body);
    if (!charts.isEmpty()) {
      body.append("<h2>By length of history</h2>\n").append(HtmlReport.drawn(charts));
    }
    body.append("<h2>Turns</h2>\n");
    run.turns().forEach(turn -> turn(body, turn));
    return HtmlReport.page("LoCoMo dialogue: " + run.title(), body.toString(), "");
  }

  private void metrics(StringBuilder body) {
    body.append("<div class=\"card scroll\"><table><tr><th>metric</th>");
    for (String column : List.of("asked", "answered", "scored", "mean %", "95 % interval")) {
      body.append("<th class=\"num\">").append(column).append("</th>");
    }
    body.append("<th>by</th></tr>\n");
    JsonNode metrics = run.report().path("metrics");
    for (var metric : metrics.properties()) {
      JsonNode overall = metric.getValue().path("overall");
      body.append("<tr><td>").append(Html.escape(metric.getKey())).append("</td>");
      number(body, overall.path("asked").asText());
      number(body, overall.path("answered").asText());
      number(body, overall.path("scored").asText());
      number(body, percent(overall.path("mean")));
      number(
          body,
          overall.path("low").isNumber()
              ? percent(overall.path("low")) + " – " + percent(overall.path("high"))
              : "–");
      String scorer = run.report().path("scorers").path(metric.getKey()).asText();
      body.append("<td class=\"soft\">").append(Html.escape(scorer)).append("</td></tr>\n");
    }
    body.append("</table></div>\n<p class=\"soft\">bleu-1 and bleu-2 count words, bleu-char-1 and");
    body.append(" bleu-char-2 characters, as the paper's table 7 does: never compare the one with");
    body.append(" the other.</p>\n");
    FewClusters.warning(metrics.path("bleu-1").path("by_conversation").size())
        .ifPresent(
            text -> body.append("<p class=\"notice\">").append(Html.escape(text)).append("</p>\n"));
  }

  private static void number(StringBuilder body, String text) {
    body.append("<td class=\"num\">").append(Html.escape(text)).append("</td>");
  }

  private static String percent(JsonNode share) {
    return share.isNumber() ? Html.percent(share.asDouble()) : "–";
  }

  private void turn(StringBuilder body, JsonNode turn) {
    String name = turn.path("turn").asText();
    body.append("<details class=\"card\"><summary>")
        .append(Html.escape(name + ", " + turn.path("speaker").asText()))
        .append(Html.span("soft", " " + turn.path("history_tokens").asInt() + " tokens before"))
        .append("</summary>\n<div class=\"two\">");
    String outcome = turn.path("outcome").asText();
    if (outcome.equals("generated")) {
      side(body, "Written", turn.path("text"), turn.path("image"));
    } else {
      body.append("<div><h3>Written</h3>\n<p class=\"soft\">")
          .append(Html.escape(outcome + " " + turn.path("reason").asText()))
          .append("</p></div>");
    }
    side(body, "Really said", turn.path("gold_text"), turn.path("gold_image"));
    body.append("</div>\n");
    if (!turn.path("context").isEmpty()) {
      var shown = new StringBuilder("Shown besides the history: ");
      turn.path("context").forEach(id -> shown.append(id.asText()).append(' '));
      body.append("<p class=\"soft\">").append(Html.escape(shown.toString())).append("</p>\n");
    }
    body.append("<p>");
    run.scores()
        .getOrDefault(name, List.of())
        .forEach(score -> body.append(Html.span("chip", chip(score))).append(' '));
    body.append("</p></details>\n");
  }

  private static String chip(JsonNode score) {
    String metric = score.path("metric").asText();
    return score.has("value")
        ? metric + String.format(Locale.ROOT, " %.1f", 100 * score.path("value").asDouble())
        : metric + ": " + score.path("unscored").asText() + " " + score.path("why").asText();
  }

  private static void side(StringBuilder body, String title, JsonNode text, JsonNode image) {
    body.append("<div><h3>").append(title).append("</h3>\n<p>");
    body.append(Html.escape(text.asText())).append("</p>\n");
    if (image.isTextual()) {
      body.append("<p class=\"soft\">Picture: ").append(Html.escape(image.asText()));
      body.append("</p>\n");
    }
    body.append("</div>\n");
  }
}
