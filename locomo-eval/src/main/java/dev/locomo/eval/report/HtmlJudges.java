package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.text.Html;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** The judges of a page, side by side: scores, error rates, noise, agreement. */
final class HtmlJudges {
  private static final String NUMBER = "<td class=\"num\">";

  private final List<Judgement> judges;
  private final List<JsonNode> panels;
  private final StringBuilder html = new StringBuilder();

  HtmlJudges(StoredRun run) {
    this.judges = Judgement.of(run);
    this.panels = Judgement.documents(run.folder());
  }

  /** Empty when nobody judged. */
  String section() {
    if (judges.isEmpty()) {
      return "";
    }
    html.append("<h2>Judges</h2>\n");
    judges.stream().filter(j -> !j.calibrated()).forEach(this::uncalibrated);
    html.append("<div class=\"card scroll\" id=\"judges\"><table class=\"tight\">");
    heads("right by the judge, %");
    scores("categories 1-4", "categories_1_4");
    scores("adversarial", "by_category/adversarial");
    scores("categories 1-5", "overall");
    noise();
    if (judges.stream().anyMatch(Judgement::calibrated)) {
      heads("wrong answers it accepts, %");
      kinds("false-accept");
      heads("right answers it rejects, %");
      kinds("false-reject");
    }
    html.append("</table></div>\n<p class=\"soft\">A judge that accepts many wrong answers of a");
    html.append(" kind gives too high scores to a system that makes such mistakes. Rates are of");
    html.append(" answers whose verdict is known, with 95 % intervals.</p>\n");
    panels.forEach(this::agreement);
    return html.toString();
  }

  private void uncalibrated(Judgement judge) {
    html.append("<p class=\"notice\">").append(Html.escape(judge.metric() + ": "));
    html.append(Html.escape(judge.sentence())).append(".</p>\n");
  }

  private void heads(String title) {
    html.append("<tr><th>").append(title).append("</th>");
    for (Judgement judge : judges) {
      String model = judge.entry().path("model").asText(judge.metric());
      html.append("<th class=\"num\">").append(Html.escape(model));
      html.append("<br>").append(Html.escape(judge.entry().path("rubric").asText()));
      html.append("</th>");
    }
    html.append("</tr>\n");
  }

  private void scores(String title, String where) {
    html.append("<tr><td>").append(title).append("</td>");
    for (Judgement judge : judges) {
      JsonNode slice = judge.entry().at("/" + where);
      html.append(NUMBER);
      rate(slice.path("mean"), slice, slice.path("scored").asInt());
      html.append("</td>");
    }
    html.append("</tr>\n");
  }

  private void noise() {
    if (judges.stream().noneMatch(j -> j.entry().at("/flips/rate").isNumber())) {
      return;
    }
    html.append("<tr><td>verdicts that change when asked again</td>");
    for (Judgement judge : judges) {
      JsonNode flips = judge.entry().path("flips");
      html.append(NUMBER);
      rate(flips.path("rate"), flips, flips.path("repeated").asInt());
      html.append("</td>");
    }
    html.append("</tr>\n");
  }

  private void kinds(String error) {
    var kinds = new LinkedHashSet<String>();
    for (Judgement judge : judges) {
      for (JsonNode kind : judge.calibration().path("kinds")) {
        if (kind.path("error").asText().equals(error)) {
          kinds.add(kind.path("kind").asText());
        }
      }
    }
    for (String kind : kinds) {
      html.append("<tr><td>").append(Html.escape(kind)).append("</td>");
      for (Judgement judge : judges) {
        kind(judge, kind);
      }
      html.append("</tr>\n");
    }
  }

  private void kind(Judgement judge, String name) {
    html.append(NUMBER);
    for (JsonNode kind : judge.calibration().path("kinds")) {
      if (kind.path("kind").asText().equals(name)) {
        rate(kind.path("rate"), kind, kind.path("judged").asInt());
      }
    }
    html.append(judge.calibrated() ? "" : "<span class=\"soft\">not known</span>");
    html.append("</td>");
  }

  private void rate(JsonNode value, JsonNode interval, int n) {
    if (!value.isNumber()) {
      html.append("&ndash;");
      return;
    }
    html.append(Html.percent(value.asDouble()));
    if (interval.path("low").isNumber()) {
      html.append("<span class=\"soft\">").append(Html.percent(interval.path("low").asDouble()));
      html.append(" to ").append(Html.percent(interval.path("high").asDouble())).append("</span>");
    }
    html.append("<span class=\"soft\">n = ").append(n).append("</span>");
  }

  private void agreement(JsonNode panel) {
    if (panel.path("agreement").isEmpty()) {
      return;
    }
    html.append("<div class=\"card scroll\"><table><tr><th>agreement of</th><th>and</th>");
    html.append("<th class=\"num\">answers</th><th class=\"num\">same, %</th>");
    html.append("<th class=\"num\">Cohen's kappa</th></tr>\n");
    for (JsonNode pair : panel.path("agreement")) {
      int items = pair.path("items").asInt();
      html.append("<tr><td>").append(Html.escape(pair.path("first").asText()));
      html.append("</td><td>").append(Html.escape(pair.path("second").asText()));
      html.append("</td>").append(NUMBER).append(items).append("</td>").append(NUMBER);
      html.append(items == 0 ? "&ndash;" : Html.percent(pair.path("same").asDouble() / items));
      html.append("</td>").append(NUMBER).append(decimals(pair.path("kappa"))).append("</td></tr>");
    }
    html.append("</table>");
    for (var alpha : panel.path("alpha").properties()) {
      html.append("<p class=\"soft\">Krippendorff's alpha, ").append(Html.escape(alpha.getKey()));
      html.append(": ").append(decimals(alpha.getValue())).append("</p>");
    }
    html.append("</div>\n");
  }

  private static String decimals(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.3f", value.asDouble()) : "&ndash;";
  }
}
