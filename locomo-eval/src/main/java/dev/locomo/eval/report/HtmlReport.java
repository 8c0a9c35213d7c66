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
    String style = resource("report.css");
    String script = resource("report.js");
    var page = new StringBuilder(1 << 20);
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .append("default-src 'none'; style-src ")
        .append(hash(style))
        .append("; script-src ")
        .append(hash(script))
        .append("; base-uri 'none'; form-action 'none'\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.append("<title>").append(Html.escape("LoCoMo: " + run.title())).append("</title>\n");
    page.append("<style>").append(style).append("</style>\n</head>\n<body>\n<main>\n");
    var overview = new HtmlOverview(run, metric, baselines);
    page.append(overview.head());
    charts(page, charts);
    page.append(overview.scores());
    page.append(new HtmlJudges(run).section());
    page.append(overview.course());
    page.append(new HtmlQuestions(run, metric).section());
    page.append(overview.foot());
    page.append("</main>\n<script>").append(script).append("</script>\n</body>\n</html>\n");
    return page.toString();
  }

  private static void charts(StringBuilder page, List<Chart> charts) {
    page.append("<h2>Where it does well, and where not</h2>\n<div class=\"charts\">\n");
    for (Chart chart : charts) {
      page.append("<figure class=\"card\" id=\"")
          .append(Html.escape(chart.id()))
          .append("\"><h3>")
          .append(Html.escape(chart.title()))
          .append("</h3>\n")
          .append(SvgChart.inline(chart))
          .append("</figure>\n");
    }
    page.append(
        "</div>\n<p class=\"soft\">Whiskers are 95 % intervals. Charts of distance, length");
    page.append(" and recall cover categories 1 to 4.</p>\n");
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
