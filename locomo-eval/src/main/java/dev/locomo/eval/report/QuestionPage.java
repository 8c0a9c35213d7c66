package dev.locomo.eval.report;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Evidence;
import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.text.Html;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.FewClusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page of a question answering run shows; {@code questions.ftl} says how. */
final class QuestionPage {
  private static final int FOLDED = 600;
  private static final int START = 200;
  private static final List<String> FORMS = List.of("free", "trap-first", "trap-last");

  private final StoredRun run;
  private final MetricScores headline;
  private final Map<String, Map<String, Score>> scores = new HashMap<>();
  private final Map<String, Sample> samples;

  private QuestionPage(StoredRun run, String metric) {
    this.run = run;
    this.headline = run.metric(metric);
    run.results().sheet().metrics().forEach(this::add);
    add(headline);
    this.samples =
        run.data().samples().stream().collect(Collectors.toMap(Sample::id, Function.identity()));
  }

  private void add(MetricScores metric) {
    for (var row : metric.rows()) {
      scores
          .computeIfAbsent(row.item().key(), _ -> new LinkedHashMap<>())
          .put(metric.metric(), row.score());
    }
  }

  /** The page. */
  static String of(QuestionReport report) {
    var page = new QuestionPage(report.run(), report.metric());
    var model = Page.model(report);
    page.overview(model, report);
    page.course(model);
    model.put("categories", page.categories());
    model.put("outcomes", Arrays.stream(Outcome.values()).map(Outcome::label).toList());
    model.put(
        "questions", report.run().results().questions().stream().map(page::question).toList());
    return Page.render("questions.ftl", model);
  }

  private void overview(Map<String, Object> model, QuestionReport report) {
    var on = run.spec().onResult();
    var summary = Summary.of(headline, Grouping.LOCOMO);
    model.put("model", on.getOrDefault("model", "unknown model"));
    model.put(
        "subtitle",
        run.title().substring(run.title().indexOf(',') + 1).strip()
            + ("; questions: " + on.getOrDefault("questions", "all"))
            + ("; run " + run.folder()));
    model.put("metric", headline.metric());
    model.put("notices", notices(summary));
    model.put("clusters", summary.clusters());
    model.put("slices", List.copyOf(summary.slices().keySet()));
    model.put("run", shown("this run", "", summary));
    model.put(
        "baselines",
        report.baselines().stream().map(b -> shown(b.name(), "", b.summary())).toList());
    model.put(
        "metrics", report.summaries().stream().map(s -> shown(s.metric(), s.about(), s)).toList());
    model.put(
        "judges",
        report.judges().stream()
            .map(j ->
                Map.of(
                    "metric", j.metric(),
                    "sentence", j.sentence(),
                    "calibrated", j.calibrated(),
                    "entry", object(Page.plain(j.entry())),
                    "calibration", object(Page.plain(j.calibration()))))
            .toList());
    model.put("panels", Page.plain(Judgement.documents(run.folder())));
    model.put("sha256", run.data().sha256());
    model.put("fingerprint", run.spec().fingerprint());
  }

  private static Object object(@Nullable Object tree) {
    return tree == null ? Map.of() : tree;
  }

  private List<String> notices(Summary summary) {
    var notices = new ArrayList<String>();
    String status = run.manifest().path("status").asText("unknown");
    if (!status.equals("complete")) {
      notices.add("This run is not complete (status: " + status + ").");
    }
    int unscored = summary.overall().asked() - summary.overall().scored();
    if (unscored > 0) {
      notices.add(
          unscored
              + " questions have no score under "
              + headline.metric()
              + "; no mean counts them.");
    }
    FewClusters.warning(summary.clusters()).ifPresent(notices::add);
    return notices;
  }

  private Map<String, Object> shown(String name, String about, Summary of) {
    return Map.of(
        "name", name,
        "about", about,
        "slices",
            Summary.of(headline, Grouping.LOCOMO).slices().keySet().stream()
                .map(slice -> shown(of.slice(slice)))
                .toList(),
        "headline", shown(of.headline()),
        "adversarial", shown(of.slice(Category.ADVERSARIAL.label())),
        "overall", shown(of.overall()),
        "macro", shown(of.macro()));
  }

  private static Map<String, Object> shown(Slice slice) {
    var shown = new HashMap<String, Object>();
    shown.put("asked", slice.asked());
    shown.put("scored", slice.scored());
    slice.mean().ifPresent(mean -> shown.put("mean", mean));
    if (slice.interval() != null) {
      shown.put("low", slice.interval().low());
      shown.put("high", slice.interval().high());
    }
    return shown;
  }

  private List<String> categories() {
    return run.results().questions().stream()
        .map(Question::category)
        .distinct()
        .sorted()
        .map(Category::label)
        .toList();
  }

  /** Outcomes, expense, settings. */
  private void course(Map<String, Object> model) {
    var outcomes = new LinkedHashMap<String, Object>();
    int open = run.results().questions().size();
    for (var outcome : run.results().outcomes().entrySet()) {
      open -= outcome.getValue();
      if (outcome.getValue() > 0 || outcome.getKey() == Outcome.ANSWERED) {
        outcomes.put(outcome.getKey().label(), outcome.getValue());
      }
    }
    if (open > 0) {
      outcomes.put("not asked", open);
    }
    model.put("course", outcomes);
    model.put("expense", Expense.of(run).lines());
    var settings = new LinkedHashMap<String, String>(run.spec().onResult());
    settings.put("command", "locomo " + String.join(" ", run.spec().command()));
    settings.put("program", run.manifest().path("program").asText("not recorded"));
    settings.put("started", run.manifest().path("started").asText("not recorded"));
    model.put("settings", settings);
  }

  private Map<String, Object> question(Question question) {
    var shown = new LinkedHashMap<String, Object>();
    var headScore = scores.getOrDefault(question.key(), Map.of()).get(headline.metric());
    var free = prediction(question, "free");
    shown.put("id", question.key());
    shown.put("category", question.category().label());
    shown.put("text", question.text());
    shown.put("outcome", free == null ? "not-asked" : free.outcome().label());
    if (headScore instanceof Score.Scored(double value, _)) {
      shown.put("kind", value <= 0 ? "zero" : value >= 1 ? "full" : "part");
      shown.put("value", "" + value);
      shown.put("percent", Html.percent(value));
    }
    shown.put("gold", gold(question.gold()));
    shown.put("unanswerable", question.gold() instanceof Gold.Unanswerable);
    var replies = new ArrayList<Map<String, String>>();
    FORMS.forEach(form -> reply(form, prediction(question, form), replies));
    shown.put("replies", replies);
    evidence(question, free, shown);
    var rows = new ArrayList<Map<String, String>>();
    scores
        .getOrDefault(question.key(), Map.of())
        .forEach((metric, score) -> rows.add(score(metric, score)));
    shown.put("scores", rows);
    return shown;
  }

  private @Nullable Prediction prediction(Question question, String form) {
    return run.results().predictions().get(new Prediction.Key(question.id(), form));
  }

  private static List<Map<String, String>> gold(Gold gold) {
    var entries = new ArrayList<Map<String, String>>();
    switch (gold) {
      case Gold.Answer(String text) -> entries.add(entry("Gold", text));
      case Gold.Unanswerable(var lure, var stated) -> {
        if (lure != null) {
          entries.add(entry("Lure", lure));
        }
        if (stated != null) {
          entries.add(entry("Answer in file", stated));
        }
      }
    }
    return entries;
  }

  /** A text under a heading; a long one with its start, behind which it is folded. */
  private static Map<String, String> entry(String name, String text) {
    var entry = new HashMap<>(Map.of("name", name, "text", text));
    if (text.isBlank()) {
      entry.remove("text");
    } else if (text.length() > FOLDED) {
      entry.put("start", text.substring(0, text.offsetByCodePoints(0, START)));
    }
    return entry;
  }

  private static void reply(
      String form, @Nullable Prediction p, Collection<Map<String, String>> replies) {
    if (p == null) {
      return;
    }
    replies.add(entry(form.equals("free") ? "Answer" : "Choice, " + form, p.answer()));
    if (!p.reason().isEmpty()) {
      replies.add(entry(p.outcome().label(), p.reason()));
    }
    String raw = p.exchange().raw();
    if (!raw.isBlank() && !raw.strip().equals(p.answer().strip())) {
      replies.add(entry("Raw reply", raw));
    }
  }

  private void evidence(Question question, @Nullable Prediction free, Map<String, Object> shown) {
    var gold = Evidence.turns(question.evidence());
    if (!question.evidence().isEmpty()) {
      var turns = gold.stream().map(id -> turn(question.cluster(), id)).toList();
      shown.put("turns", turns);
      if (turns.isEmpty()) {
        shown.put("written", entry("", String.join(" ", question.evidence())));
      }
    }
    if (free != null) {
      var sessions = gold.stream().map(t -> "S" + t.session()).toList();
      shown.put(
          "context",
          free.context().stream()
              .map(id ->
                  Map.of(
                      "id",
                      id,
                      "hit",
                      TurnId.parse(id).filter(gold::contains).isPresent() || sessions.contains(id)))
              .toList());
    }
  }

  private Map<String, String> turn(String sample, TurnId id) {
    var shown = new HashMap<>(Map.of("id", id.toString()));
    var conversation = samples.get(sample);
    if (conversation != null) {
      conversation
          .conversation()
          .session(id.session())
          .ifPresent(session -> {
            shown.put("date", session.dateText());
            session.turns().stream()
                .filter(t -> t.id().equals(id))
                .findFirst()
                .ifPresent(t -> {
                  shown.put("speaker", t.speaker());
                  shown.put("text", t.text());
                  String caption = t.caption();
                  if (caption != null) {
                    shown.put("caption", caption);
                  }
                });
          });
    }
    return shown;
  }

  private static Map<String, String> score(String metric, Score score) {
    return switch (score) {
      case Score.Scored(double value, String why) ->
          Map.of("metric", metric, "value", Html.percent(value), "why", why);
      case Score.Unscored(var reason, String detail) ->
          Map.of(
              "metric",
              metric,
              "value",
              "-",
              "why",
              reason.label() + (detail.isEmpty() ? "" : ": " + detail));
    };
  }
}
