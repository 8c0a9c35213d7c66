package dev.locomo.eval.report;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.text.Html;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** All of the page but charts and questions. Every mean stands with its interval and counts. */
final class HtmlOverview {
  private static final Slice NOTHING = new Slice(Tally.NONE, null);

  private final StoredRun run;
  private final Metric metric;
  private final List<Row> rows;
  private final Summary summary;
  private final List<Baseline> baselines;

  HtmlOverview(StoredRun run, String metricId, List<Baseline> baselines) {
    this.run = run;
    var found = run.metric(metricId);
    this.metric = found.getKey();
    this.rows = found.getValue();
    this.summary = Summary.of(metric, rows);
    this.baselines = baselines;
  }

  String head() {
    var on = run.spec().onResult();
    var html = new StringBuilder("<header>\n<h1>");
    html.append(Html.escape(on.getOrDefault("model", "unknown model"))).append("</h1>\n");
    html.append("<p class=\"soft\">")
        .append(Html.escape(run.title().substring(run.title().indexOf(',') + 1).strip()))
        .append(Html.escape("; questions: " + on.getOrDefault("questions", "all")))
        .append(Html.escape("; run " + run.folder()))
        .append("</p>\n</header>\n<div class=\"tiles\">\n");
    tile(html, "Categories 1-4", summary.answerable(), "lead");
    tile(html, "Adversarial", adversarial(summary), "");
    tile(html, "Categories 1-5", summary.overall(), "");
    html.append("</div>\n");
    notices(html);
    return html.toString();
  }

  private static Slice adversarial(Summary summary) {
    return summary.byCategory().getOrDefault(Category.ADVERSARIAL, NOTHING);
  }

  private void tile(StringBuilder html, String title, Slice slice, String extra) {
    if (slice.tally().asked() == 0) {
      return;
    }
    html.append("<div class=\"card tile ").append(extra).append("\"><h3>").append(title);
    html.append("</h3><div class=\"big\">").append(percent(slice.tally().mean()));
    html.append("<span class=\"unit\">%</span></div><div>");
    html.append(slice.interval() == null ? "" : "95 % interval " + range(slice.interval()));
    html.append("</div><div class=\"soft\">").append(Html.escape(metric.id())).append("; n = ");
    html.append(slice.tally().scored()).append(" scored of ").append(slice.tally().asked());
    html.append(" asked</div></div>\n");
  }

  private void notices(StringBuilder html) {
    var notices = new ArrayList<String>();
    String status = run.manifest().path("status").asText("unknown");
    if (!status.equals("complete")) {
      notices.add("This run is not complete (status: " + status + ").");
    }
    int unscored = summary.overall().tally().unscored();
    if (unscored > 0) {
      notices.add(
          unscored + " questions have no score under " + metric.id() + "; no mean counts them.");
    }
    FewClusters.warning(summary.conversations()).ifPresent(notices::add);
    notices.forEach(
        n -> html.append("<p class=\"notice\">").append(Html.escape(n)).append("</p>\n"));
  }

  /** The run against others, and under every metric. */
  String scores() {
    var html = new StringBuilder();
    baselines(html);
    metrics(html);
    return html.toString();
  }

  /** Outcomes, expense, settings. */
  String course() {
    var html = new StringBuilder();
    html.append("<h2>How it went</h2>\n<div class=\"two\">\n");
    outcomes(html);
    expense(html);
    html.append("</div>\n");
    settings(html);
    return html.toString();
  }

  private void baselines(StringBuilder html) {
    html.append("<h2>Against baselines</h2>\n<div class=\"card scroll\"><table><tr><th>");
    html.append(Html.escape(metric.id())).append("</th>");
    for (Category category : summary.byCategory().keySet()) {
      html.append("<th class=\"num\">").append(category.label()).append("</th>");
    }
    html.append("<th class=\"num\">1-4</th><th class=\"num\">1-5</th>");
    html.append("<th class=\"num\">macro 1-5</th></tr>\n");
    row(html, "this run", summary);
    baselines.forEach(b -> row(html, b.name(), b.summary()));
    html.append(
        "</table></div>\n<p class=\"soft screen\">A difference smaller than the intervals is");
    html.append(" no difference; <code>locomo compare</code> tests runs pair by pair.</p>\n");
  }

  private void row(StringBuilder html, String name, Summary of) {
    html.append("<tr><td>").append(Html.escape(name)).append("</td>");
    for (Category category : summary.byCategory().keySet()) {
      cell(html, of.byCategory().getOrDefault(category, NOTHING));
    }
    cell(html, of.answerable());
    cell(html, of.overall());
    html.append("<td class=\"num\">").append(percent(of.macro().mean()));
    html.append("<span class=\"soft\">").append(range(of.macro().interval()));
    html.append("</span></td></tr>\n");
  }

  private static void cell(StringBuilder html, Slice slice) {
    html.append("<td class=\"num\">").append(percent(slice.tally().mean()));
    html.append("<span class=\"soft\">").append(range(slice.interval()));
    html.append("</span><span class=\"soft\">n = ").append(slice.tally().scored());
    html.append("</span></td>");
  }

  private void metrics(StringBuilder html) {
    html.append("<h2>Every metric</h2>\n<div class=\"card scroll\"><table><tr><th>metric</th>");
    html.append("<th class=\"num\">1-4</th><th class=\"num\">adversarial</th>");
    html.append("<th class=\"num\">1-5</th></tr>\n");
    for (Summary one : run.summaries()) {
      html.append("<tr><td>")
          .append(Html.escape(one.metric().id()))
          .append("<span class=\"soft\">");
      html.append(Html.escape(one.metric().summary())).append("</span></td>");
      cell(html, one.answerable());
      cell(html, adversarial(one));
      cell(html, one.overall());
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private void outcomes(StringBuilder html) {
    html.append("<div class=\"card\"><h3>Outcomes</h3><table>");
    int asked = 0;
    for (var outcome : run.results().outcomes().entrySet()) {
      asked += outcome.getValue();
      if (outcome.getValue() > 0 || outcome.getKey() == Outcome.ANSWERED) {
        line(html, outcome.getKey().label(), Integer.toString(outcome.getValue()));
      }
    }
    int open = run.results().questions().size() - asked;
    if (open > 0) {
      line(html, "not asked", Integer.toString(open));
    }
    html.append("</table></div>\n");
  }

  private void expense(StringBuilder html) {
    var expense = Expense.of(run);
    html.append("<div class=\"card\"><h3>Tokens, time and cost</h3><table>");
    line(html, "answers", expense.answers() + " (" + expense.cached() + " cached)");
    line(
        html,
        "tokens in, out",
        tokens(expense.inputTokens()) + ", " + tokens(expense.outputTokens()));
    line(html, "latency", latency(expense));
    Double dollars = expense.dollars();
    line(
        html,
        "cost",
        dollars == null
            ? "not known"
            : String.format(
                Locale.ROOT, "$%.2f at list prices of %s", dollars, expense.pricesOf()));
    html.append("</table></div>\n");
  }

  private static String tokens(long tokens) {
    return tokens == 0 ? "not recorded" : String.format(Locale.ROOT, "%,d", tokens);
  }

  private static String latency(Expense expense) {
    return expense.latencies().isEmpty()
        ? "not recorded"
        : String.format(
            Locale.ROOT,
            "median %,d ms, 90 %% %,d ms, 99 %% %,d ms, longest %,d ms",
            expense.latency(0.5),
            expense.latency(0.9),
            expense.latency(0.99),
            expense.latency(1));
  }

  private static void line(StringBuilder html, String name, String value) {
    html.append("<tr><td>").append(Html.escape(name)).append("</td><td class=\"end\">");
    html.append(Html.escape(value)).append("</td></tr>");
  }

  private void settings(StringBuilder html) {
    html.append("<h2>Settings</h2>\n<div class=\"card scroll\"><table>");
    run.spec().onResult().forEach((name, value) -> setting(html, name, value));
    setting(html, "command", "locomo " + String.join(" ", run.spec().command()));
    setting(html, "program", run.manifest().path("program").asText("not recorded"));
    setting(html, "started", run.manifest().path("started").asText("not recorded"));
    html.append("</table></div>\n");
  }

  private static void setting(StringBuilder html, String name, String value) {
    html.append("<tr><td>").append(Html.escape(name)).append("</td><td><code>");
    html.append(Html.escape(value)).append("</code></td></tr>");
  }

  String foot() {
    long conversations = summary.conversations();
    return "<footer><p>Everything here rests on "
        + conversations
        + (conversations == 1 ? " conversation" : " conversations")
        + ". Means are over scored questions; every count is shown. Data sha256 <code>"
        + Html.escape(run.data().sha256())
        + "</code>, settings fingerprint <code>"
        + run.spec().fingerprint()
        + "</code>.</p></footer>\n";
  }

  private static String percent(OptionalDouble mean) {
    return mean.isPresent() ? Html.percent(mean.getAsDouble()) : "&ndash;";
  }

  private static String range(@Nullable Interval interval) {
    return interval == null
        ? ""
        : Html.percent(interval.low()) + " to " + Html.percent(interval.high());
  }
}
