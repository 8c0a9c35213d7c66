package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.metric.Score;
import dev.locomo.core.pipeline.CutPrompts;
import dev.locomo.core.profile.Category;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.judge.VerdictFiles;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Clustered;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the page of a question answering run shows; {@code questions.ftl} says how. */
final class QuestionPage {
  private static final String TEMPLATE = "report/questions.ftl";

  /** A page of so many questions has some 8 MB. */
  static final int MOST = 5000;

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

  /** All on one page. */
  static String of(QuestionReport report) {
    var page = new QuestionPage(report.run(), report.metric());
    var all = report.run().results().questions();
    return Page.render(TEMPLATE, page.model(page.overview(report), all, List.of()));
  }

  /**
   * A page, or where there are more questions than one may have a page of everything else and pages
   * of so many questions each.
   *
   * @param name of the first file
   * @param most questions of a page, at least 1
   */
  static SequencedMap<String, Page.Writing> pages(QuestionReport report, String name, int most) {
    var page = new QuestionPage(report.run(), report.metric());
    var all = report.run().results().questions();
    var overview = page.overview(report);
    var pages = new LinkedHashMap<String, Page.Writing>();
    if (all.size() <= most) {
      pages.put(name, to -> Page.write(TEMPLATE, page.model(overview, all, List.of()), to));
      return pages;
    }
    var parts = new ArrayList<Map<String, Object>>();
    pages.put(name, to -> Page.write(TEMPLATE, page.model(overview, List.of(), parts), to));
    for (int from = 0; from < all.size(); from += most) {
      var some = all.subList(from, Math.min(all.size(), from + most));
      String file = RunReport.part(name, parts.size() + 1);
      String first = some.getFirst().key();
      String last = some.getLast().key();
      parts.add(Map.of("file", file, "first", first, "last", last, "size", some.size()));
      pages.put(
          file,
          to -> {
            var model = page.model(overview, some, List.of());
            model.put("back", name);
            Page.write(TEMPLATE, model, to);
          });
    }
    return pages;
  }

  /** Questions are made into what is shown of them as they are written. */
  private Map<String, Object> model(
      Map<String, Object> overview, List<Question> some, List<Map<String, Object>> parts) {
    var model = new LinkedHashMap<>(overview);
    model.put("categories", categories());
    model.put("outcomes", Arrays.stream(Outcome.values()).map(Outcome::label).toList());
    model.put("size", some.size());
    model.put("parts", parts);
    model.put("questions", some.stream().map(this::question).iterator());
    return model;
  }

  /** What {@code overview.ftl} shows: everything but the questions. */
  static Map<String, Object> overviewOf(QuestionReport report) {
    return new QuestionPage(report.run(), report.metric()).overview(report);
  }

  private Map<String, Object> overview(QuestionReport report) {
    var model = Page.model(report);
    overview(model, report);
    course(model, report);
    return model;
  }

  private void overview(Map<String, Object> model, QuestionReport report) {
    var on = run.spec().onResult();
    var summary = headline.summary();
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
    var unanswerable = run.data().profile().unanswerable();
    model.put(
        "unanswerable", summary.slices().keySet().stream().filter(unanswerable::contains).toList());
    model.put("run", shown("this run", summary));
    model.put(
        "baselines", report.baselines().stream().map(b -> shown(b.name(), b.summary())).toList());
    model.put("metrics", report.summaries().stream().map(s -> shown(s.title(), s)).toList());
    model.put(
        "judges",
        report.judges().stream()
            .map(j ->
                Map.of(
                    "metric", j.metric(),
                    "sentence", j.sentence(),
                    "calibrated", j.calibrated(),
                    "entry", object(Page.plain(j.entry())),
                    "total", object(Page.plain(j.total())),
                    "calibration", object(Page.plain(j.calibration()))))
            .toList());
    model.put("noise", run.results().noiseSentences());
    model.put("losses", report.losses());
    model.put("panels", Page.plain(VerdictFiles.documents(run.folder())));
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
          Printable.counted(unscored, "question has", "questions have")
              + " no score under "
              + headline.metric()
              + "; no mean counts "
              + (unscored == 1 ? "it." : "them."));
    }
    if (!run.data().subset().isEmpty()) {
      notices.add("The data is " + run.data().subset() + ".");
    }
    CutPrompts.note(run.manifest()).ifPresent(note -> notices.add(note + "."));
    Clustered.caution(summary.clusters()).ifPresent(notices::add);
    return notices;
  }

  private static Map<String, Object> shown(String name, Summary of) {
    return Map.of("name", name, "of", of);
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
  private void course(Map<String, Object> model, QuestionReport report) {
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
    report.memory().ifPresent(figures -> model.put("memory", figures.rows()));
    var settings = new LinkedHashMap<String, String>(run.spec().onResult());
    settings.put("command", "locomo " + String.join(" ", run.spec().command()));
    settings.put("program", run.manifest().path("program").asText("not recorded"));
    settings.put("started", run.manifest().path("started").asText("not recorded"));
    JsonNode refused = run.manifest().path(Manifest.REFUSED);
    if (!refused.isMissingNode()) {
      settings.put(Manifest.REFUSED, refused.toString());
    }
    model.put("settings", settings);
  }

  private Map<String, Object> question(Question question) {
    var shown = new LinkedHashMap<String, Object>();
    var all = scores.getOrDefault(question.key(), Map.of());
    shown.put("question", question);
    shown.put("scores", all);
    var score = all.get(headline.metric());
    if (score instanceof Score.Scored(double value, _)) {
      shown.put("kind", value <= 0 ? "zero" : value >= 1 ? "full" : "part");
      shown.put("value", value);
    }
    var replies = new ArrayList<Prediction>();
    for (String form : FORMS) {
      var reply = run.results().predictions().get(new Prediction.Key(question.id(), form));
      if (reply != null) {
        replies.add(reply);
      }
    }
    shown.put("replies", replies);
    var gold = TurnId.namedIn(question.evidence());
    shown.put("turns", gold.stream().map(id -> turn(question.id().sample(), id)).toList());
    if (!replies.isEmpty() && replies.getFirst().key().form().equals("free")) {
      shown.put("free", replies.getFirst());
      var hits = new ArrayList<String>();
      for (String id : replies.getFirst().context()) {
        boolean session = gold.stream().anyMatch(turn -> id.equals("S" + turn.session()));
        if (session || TurnId.parse(id).filter(gold::contains).isPresent()) {
          hits.add(id);
        }
      }
      shown.put("hits", hits);
    }
    return shown;
  }

  /** A turn with its session, as far as the data has them. */
  private Map<String, Object> turn(String sample, TurnId id) {
    var shown = new HashMap<String, Object>(Map.of("id", id.toString()));
    Optional.ofNullable(samples.get(sample))
        .flatMap(one -> one.conversation().session(id.session()))
        .ifPresent(session -> {
          shown.put("session", session);
          session.turns().stream()
              .filter(turn -> turn.id().equals(id))
              .findFirst()
              .ifPresent(turn -> shown.put("turn", turn));
        });
    return shown;
  }
}
