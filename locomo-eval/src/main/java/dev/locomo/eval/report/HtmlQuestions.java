package dev.locomo.eval.report;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.text.Html;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.ScoreSheet.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of questions, each folded to a line, with the controls to search and filter it. */
final class HtmlQuestions {
  private static final int FOLDED = 600;
  private static final int START = 200;
  private static final List<String> FORMS = List.of("free", "trap-first", "trap-last");

  private final StoredRun run;
  private final Map<QuestionId, Row> headline;
  private final Map<QuestionId, Map<String, Score>> scores = new HashMap<>();
  private final Map<String, Sample> samples;
  private final StringBuilder html = new StringBuilder();

  HtmlQuestions(StoredRun run, String metric) {
    this.run = run;
    this.headline =
        run.metric(metric).getValue().stream()
            .collect(Collectors.toMap(r -> r.question().id(), Function.identity()));
    run.results().sheet().byMetric().forEach((m, rows) -> rows.forEach(row -> add(m.id(), row)));
    headline.values().forEach(row -> add(metric, row));
    this.samples =
        run.data().samples().stream().collect(Collectors.toMap(Sample::id, Function.identity()));
  }

  private void add(String metric, Row row) {
    scores
        .computeIfAbsent(row.question().id(), _ -> new LinkedHashMap<>())
        .put(metric, row.score());
  }

  String section() {
    html.append("<h2>Questions</h2>\n<p class=\"soft\" id=\"count\" aria-live=\"polite\">");
    html.append(run.results().questions().size()).append(" questions</p>\n");
    controls();
    html.append("<div id=\"questions\">\n");
    run.results().questions().forEach(this::question);
    html.append("</div>\n");
    return html.toString();
  }

  private void controls() {
    html.append("<div class=\"controls\"><input id=\"search\" type=\"search\"");
    html.append(" placeholder=\"Search questions, replies, evidence\" aria-label=\"Search\">");
    var categories =
        run.results().questions().stream()
            .map(Question::category)
            .distinct()
            .sorted()
            .map(Category::label)
            .toList();
    select("category", "every category", categories);
    select("score", "every score", List.of("zero", "part", "full", "none"));
    var outcomes = new ArrayList<String>();
    for (Outcome outcome : Outcome.values()) {
      outcomes.add(outcome.label());
    }
    outcomes.add("not-asked");
    select("outcome", "every outcome", outcomes);
    html.append("<select id=\"order\" aria-label=\"Order\"><option value=\"\">file order</option>");
    html.append("<option value=\"worst\">worst first</option>");
    html.append("<option value=\"best\">best first</option></select></div>\n");
  }

  private void select(String id, String all, List<String> values) {
    html.append("<select id=\"").append(id).append("\" aria-label=\"").append(id);
    html.append("\"><option value=\"\">").append(all).append("</option>");
    for (String value : values) {
      html.append("<option value=\"").append(value).append("\">").append(shown(value));
      html.append("</option>");
    }
    html.append("</select>");
  }

  private static String shown(String value) {
    return switch (value) {
      case "zero" -> "score 0";
      case "part" -> "between 0 and 1";
      case "full" -> "score 1";
      case "none" -> "unscored";
      default -> value;
    };
  }

  private void question(Question question) {
    var row = headline.get(question.id());
    String kind = kind(row);
    var free = prediction(question, "free");
    html.append("<details class=\"q ").append(kind).append("\" data-category=\"");
    html.append(question.category().label()).append("\" data-score=\"").append(kind);
    html.append("\" data-outcome=\"").append(free == null ? "not-asked" : free.outcome().label());
    html.append("\" data-value=\"").append(value(row)).append("\"><summary>");
    html.append(Html.span("id", question.id().toString()));
    html.append(Html.span("cat", question.category().label()));
    html.append("<span class=\"qt\" dir=\"auto\">").append(Html.escape(question.text()));
    html.append("</span>").append(Html.span("value", percent(row)));
    html.append("</summary><div class=\"body\"><dl>");
    gold(question);
    FORMS.forEach(form -> reply(form, prediction(question, form)));
    evidence(question, free);
    html.append("</dl>");
    scores(question);
    html.append("</div></details>\n");
  }

  private @Nullable Prediction prediction(Question question, String form) {
    return run.results().predictions().get(new Prediction.Key(question.id(), form));
  }

  private static String kind(@Nullable Row row) {
    if (row == null || !(row.score() instanceof Score.Scored(double value, _))) {
      return "none";
    }
    return value <= 0 ? "zero" : value >= 1 ? "full" : "part";
  }

  private static String value(@Nullable Row row) {
    return row != null && row.score() instanceof Score.Scored(double value, _) ? "" + value : "";
  }

  private static String percent(@Nullable Row row) {
    return row != null && row.score() instanceof Score.Scored(double value, _)
        ? Html.percent(value)
        : "-";
  }

  private void gold(Question question) {
    switch (question.gold()) {
      case Gold.Answer(String text) -> entry("Gold", text);
      case Gold.Unanswerable(var lure, var stated) -> {
        html.append("<dt>Gold</dt><dd class=\"empty\">not answered in the conversation</dd>");
        if (lure != null) {
          entry("Lure", lure);
        }
        if (stated != null) {
          entry("Answer in file", stated);
        }
      }
    }
  }

  private void entry(String name, String text) {
    html.append("<dt>").append(Html.escape(name)).append("</dt><dd>");
    text(text);
    html.append("</dd>");
  }

  private void text(String text) {
    if (text.isBlank()) {
      html.append("<span class=\"empty\">empty</span>");
    } else if (text.length() <= FOLDED) {
      html.append("<span class=\"text\" dir=\"auto\">").append(Html.escape(text)).append("</span>");
    } else {
      int end = text.offsetByCodePoints(0, text.codePointCount(0, START));
      html.append("<details class=\"long\"><summary><span class=\"start\" dir=\"auto\">");
      html.append(Html.escape(text.substring(0, end))).append(" &hellip;</span> <b>all ");
      html.append(text.length()).append(" characters</b></summary>");
      html.append("<span class=\"text\" dir=\"auto\">").append(Html.escape(text));
      html.append("</span></details>");
    }
  }

  private void reply(String form, @Nullable Prediction p) {
    if (p == null) {
      return;
    }
    entry(form.equals("free") ? "Answer" : "Choice, " + form, p.answer());
    if (!p.reason().isEmpty()) {
      entry(p.outcome().label(), p.reason());
    }
    if (!p.exchange().raw().isBlank() && !p.exchange().raw().strip().equals(p.answer().strip())) {
      entry("Raw reply", p.exchange().raw());
    }
  }

  private void evidence(Question question, @Nullable Prediction free) {
    var gold = TurnId.namedIn(question.evidence());
    if (!question.evidence().isEmpty()) {
      html.append("<dt>Evidence</dt><dd>");
      gold.forEach(id -> turn(question.id().sample(), id));
      if (gold.isEmpty()) {
        text(String.join(" ", question.evidence()));
      }
      html.append("</dd>");
    }
    if (free != null && !free.context().isEmpty()) {
      var sessions = gold.stream().map(t -> "S" + t.session()).toList();
      html.append("<dt>Context</dt><dd>");
      for (String id : free.context()) {
        boolean hit = TurnId.parse(id).filter(gold::contains).isPresent() || sessions.contains(id);
        html.append(Html.span(hit ? "chip hit" : "chip", id));
      }
      html.append("</dd>");
    }
  }

  private void turn(String sample, TurnId id) {
    var found =
        samples.containsKey(sample)
            ? samples.get(sample).conversation().session(id.session())
            : Optional.<Session>empty();
    html.append("<p class=\"turn\" dir=\"auto\">").append(Html.span("chip hit", id.toString()));
    found.ifPresent(session -> {
      html.append(Html.span("soft", session.dateText())).append("<br>");
      session.turns().stream()
          .filter(t -> t.id().equals(id))
          .findFirst()
          .ifPresent(t -> {
            html.append("<b>").append(Html.escape(t.speaker())).append("</b>: ");
            html.append(Html.escape(t.text()));
            String caption = t.caption();
            if (caption != null) {
              html.append(Html.span("soft", " [picture: " + caption + "]"));
            }
          });
    });
    html.append("</p>");
  }

  private void scores(Question question) {
    html.append("<table><tr><th>metric</th><th class=\"num\">score</th><th>why</th></tr>");
    scores
        .getOrDefault(question.id(), Map.of())
        .forEach((metric, score) -> {
          html.append("<tr><td>").append(Html.escape(metric)).append("</td>");
          switch (score) {
            case Score.Scored(double value, String why) -> {
              html.append("<td class=\"num\">").append(Html.percent(value)).append("</td><td>");
              html.append(Html.escape(why));
            }
            case Score.Unscored(var reason, String detail) -> {
              html.append("<td class=\"num\">-</td><td>").append(reason.label());
              html.append(Html.escape(detail.isEmpty() ? "" : ": " + detail));
            }
          }
          html.append("</td></tr>");
        });
    html.append("</table>");
  }
}
