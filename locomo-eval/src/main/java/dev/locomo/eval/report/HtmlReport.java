package dev.locomo.eval.report;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.text.Html;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A run as one HTML file that needs nothing else: no network, no other file, no server. Its content
 * security policy allows only its own style sheet and script, by hash, so that even text that
 * escaped our escaping could not run.
 */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * The page.
   *
   * @param run what is reported
   * @param metric name of the metric of headline, charts and filters
   * @param baselines what it is held against
   * @param charts its charts
   */
  public static String page(
      StoredRun run, String metric, List<Baseline> baselines, List<Chart> charts) {
    var body = new StringBuilder(1 << 20);
    var overview = new HtmlOverview(run, metric, baselines);
    body.append(overview.head());
    charts(body, charts);
    body.append(overview.scores());
    body.append(new HtmlJudges(run).section());
    body.append(overview.course());
    body.append(new HtmlQuestions(run, metric).section());
    body.append(overview.foot());
    return page("LoCoMo: " + run.title(), body.toString(), resource("report.js"));
  }

  /**
   * A page round a body.
   *
   * @param body HTML, its texts escaped
   * @param script empty for none
   */
  static String page(String title, String body, String script) {
    String style = resource("report.css");
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta http-equiv=\"Content-Security-Policy\" content=\""
        + "default-src 'none'; style-src "
        + hash(style)
        + "; script-src "
        + (script.isEmpty() ? "'none'" : hash(script))
        + "; base-uri 'none'; form-action 'none'\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        + "<meta name=\"referrer\" content=\"no-referrer\">\n"
        + "<title>"
        + Html.escape(title)
        + "</title>\n<style>"
        + style
        + "</style>\n</head>\n<body>\n<main>\n"
        + body
        + "</main>\n"
        + (script.isEmpty() ? "" : "<script>" + script + "</script>\n")
        + "</body>\n</html>\n";
  }

  private static void charts(StringBuilder page, List<Chart> charts) {
    page.append("<h2>Where it does well, and where not</h2>\n");
    page.append(drawn(charts));
    page.append("<p class=\"soft\">Whiskers are 95 % intervals. Charts of distance, length");
    page.append(" and recall cover categories 1 to 4.</p>\n");
  }

  /** Charts as parts of a page. */
  static String drawn(List<Chart> charts) {
    var page = new StringBuilder("<div class=\"charts\">\n");
    for (Chart chart : charts) {
      page.append("<figure class=\"card\" id=\"")
          .append(Html.escape(chart.id()))
          .append("\"><h3>")
          .append(Html.escape(chart.title()))
          .append("</h3>\n")
          .append(SvgChart.inline(chart))
          .append("</figure>\n");
    }
    return page.append("</div>\n").toString();
  }

  private static String hash(String text) {
    var digest = Sha256.digest();
    byte[] bytes = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(bytes) + "'";
  }

  private static String resource(String name) {
    try (var in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
