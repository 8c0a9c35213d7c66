package dev.locomo.eval.view;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.compare.ComparedRuns;
import dev.locomo.eval.compare.ComparisonJson;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.report.Page;
import dev.locomo.eval.report.QuestionReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The pages about runs as wholes, about the items of runs without questions, and comparisons.
 *
 * @param library what they are about
 * @param site where its pages are
 */
public record RunPages(Library library, Site site) {
  static final int ROWS = 100;
  private static final int ALIKE = 8;

  /** Verbs with a report whose items are no questions. */
  private static final String OTHER_ITEMS = "eval-(events|dialog)";

  /** All runs: {@code q} for words, {@code task}, {@code state}, {@code order}. */
  public String runs(Params params) {
    var all = library.catalog().runs();
    var words = params.get("q").toLowerCase(Locale.ROOT).strip().split("\\s+");
    var shown =
        all.stream()
            .filter(run -> is(params.get("task"), run.spec().task()))
            .filter(run -> is(params.get("state"), run.state().label()))
            .filter(run -> List.of(words).stream().allMatch(words(run)::contains))
            .sorted(order(params.get("order")))
            .toList();
    var model = form(params);
    model.put("runs", shown.stream().map(RunPages::row).toList());
    model.put("all", all.size());
    model.put("tasks", all.stream().map(run -> run.spec().task()).distinct().sorted().toList());
    model.put("states", all.stream().map(run -> run.state().label()).distinct().sorted().toList());
    return site.page("runs", model);
  }

  private static boolean is(String wanted, String found) {
    return wanted.isEmpty() || wanted.equals(found);
  }

  private static String words(RunSummary run) {
    return String.join(" ", run.name(), run.spec().task(), run.model(), run.protocol(), run.data())
        .toLowerCase(Locale.ROOT);
  }

  private static Comparator<RunSummary> order(String name) {
    ToDoubleFunction<RunSummary> mean = run -> run.score().path("mean").asDouble(-1);
    return switch (name) {
      case "best" -> Comparator.comparingDouble(mean).reversed();
      case "worst" -> Comparator.comparingDouble(mean);
      case "name" -> Comparator.comparing(RunSummary::name);
      case "cost" ->
          Comparator.comparingDouble((RunSummary run) -> run.cost() == null ? 1 : -run.cost());
      default -> Comparator.comparingInt((RunSummary _) -> 0);
    };
  }

  private static Object row(RunSummary run) {
    return Page.plain(run.json());
  }

  /** What a form shows again, and the addresses of pages of it. */
  static Map<String, Object> form(Params params) {
    var model = new LinkedHashMap<String, Object>();
    var first = new LinkedHashMap<String, String>();
    params.values().forEach((name, values) -> first.put(name, values.getFirst()));
    model.put("asked", first);
    return model;
  }

  /** The runs under way, with how far they are. */
  public String live() {
    var model = new LinkedHashMap<String, Object>();
    model.put(
        "runs",
        library.catalog().runs().stream()
            .filter(run -> run.progress().isObject() || run.state() == RunSummary.State.RUNNING)
            .map(RunPages::row)
            .toList());
    return site.page("live", model);
  }

  /** One run: what its report shows, settings, and where its items are. */
  public String run(String name) {
    var run = library.catalog().run(name);
    var model = new LinkedHashMap<String, Object>();
    try {
      if (run.hasQuestions() && library.report(run) instanceof QuestionReport report) {
        model.putAll(report.overview());
      }
      model.put("labels", HumanLabels.of(run.folder()).byQuestion().size());
    } catch (DataError | UserError e) {
      model.put("problem", String.valueOf(e.getMessage()));
    }
    model.put("summary", row(run));
    model.put("questions", run.hasQuestions());
    model.put("id", run.id());
    model.put("means", means(run));
    var settings = new TreeMap<String, Object>(run.spec().onResult());
    settings.put("command", "locomo " + String.join(" ", run.spec().command()));
    settings.put("program", run.manifest().path("program").asText("not recorded"));
    model.putIfAbsent("settings", settings);
    model.put("store", run.manifest().path("store").asText(""));
    model.put("with_memory", Files.isRegularFile(run.folder().resolve(ItemList.MEMORY)));
    model.put("generated", run.spec().task().equals("generate"));
    model.put("others", alike(run));
    model.putIfAbsent("labels", 0);
    return site.page("run", model);
  }

  /** The names of runs that it can be compared with: same verb, same questions, begun last. */
  private List<String> alike(RunSummary run) {
    return library.catalog().runs().stream()
        .filter(r -> !r.name().equals(run.name()) && r.score().isObject())
        .filter(r -> about(r).equals(about(run)))
        .map(RunSummary::name)
        .limit(ALIKE)
        .toList();
  }

  private static List<String> about(RunSummary run) {
    var on = run.spec().onResult();
    return Stream.concat(
            Stream.of(run.spec().task()),
            Stream.of("data_sha256", "questions", "samples").map(name -> on.getOrDefault(name, "")))
        .toList();
  }

  private static String data(RunSummary run) {
    return run.spec().onResult().getOrDefault("data_sha256", "");
  }

  private Map<String, Object> means(RunSummary run) {
    var means = new LinkedHashMap<String, Object>();
    library.means(run).forEach((metric, mean) -> means.put(metric, Page.plain(mean)));
    return means;
  }

  /** The page that {@code report --format html} makes. */
  public String report(String name) {
    return library.report(library.catalog().run(name)).page();
  }

  /** The items of a run of any kind: {@code q} for words, {@code metric}, {@code order}. */
  public String items(String name, Params params) {
    var run = library.catalog().run(name);
    var list = library.items(run);
    var model = form(params);
    model.put("summary", row(run));
    model.put("metric", list.metric(params));
    model.put("metrics", list.metrics());
    model.put("files", list.figures().keySet());
    model.put("figures", list.columns(params));
    model.put("questions", questions(run));
    model.put("items", params.paged(list.rows(params), ROWS, model));
    return site.page("items", model);
  }

  /** All that the lines of a run say of an item. */
  public String item(String name, String key) {
    var run = library.catalog().run(name);
    var items = library.items(run).items();
    // An address cannot hold every text: half a pair of surrogates becomes a question mark.
    var item =
        items.containsKey(key)
            ? items.get(key)
            : items.values().stream()
                .filter(one -> Params.encoded(one.key()).equals(Params.encoded(key)))
                .findFirst()
                .orElse(null);
    if (item == null) {
      throw new NoSuchElementException("the run has no item " + key);
    }
    var model = new LinkedHashMap<String, Object>();
    model.put("summary", row(run));
    model.put("key", key);
    model.put("questions", questions(run));
    model.put("scores", Page.plain(item.scores()));
    var lines = new LinkedHashMap<String, Object>();
    item.lines()
        .forEach((file, some) -> lines.put(file, some.stream().map(RunPages::members).toList()));
    model.put("lines", lines);
    return site.page("item", model);
  }

  /** By id, where the run's data set is at hand. */
  private Map<String, Question> questions(RunSummary run) {
    try {
      return library
          .shelf()
          .data(run)
          .questions()
          .collect(toMap(Question::key, q -> q, (q, _) -> q));
    } catch (DataError e) {
      return Map.of();
    }
  }

  /** Members by name, as text: what has members of its own as JSON. */
  private static Map<String, String> members(JsonNode line) {
    var members = new LinkedHashMap<String, String>();
    line.properties()
        .forEach(member -> {
          JsonNode value = member.getValue();
          members.put(
              member.getKey(), value.isContainerNode() ? value.toPrettyString() : value.asText());
        });
    return members;
  }

  /**
   * Two or more runs, the first is the baseline: differences of settings, scores with tests,
   * questions that differ.
   */
  public String compare(Params params) {
    var model = form(params);
    model.put("runs", library.catalog().runs().stream().map(RunPages::row).toList());
    var names = params.all("run").stream().filter(name -> !name.isEmpty()).distinct().toList();
    model.put("chosen", names);
    if (names.size() > 1) {
      try {
        model.put("document", Page.plain(comparison(names, params.get("metric"))));
      } catch (DataError | UserError e) {
        model.put("problem", String.valueOf(e.getMessage()));
      }
    }
    return site.page("compare", model);
  }

  /**
   * The document of {@code compare --json}, with the names of the runs for their folders.
   *
   * @param metric empty for the usual one
   * @throws UserError when the runs cannot be compared
   */
  public ObjectNode comparison(List<String> names, String metric) {
    var runs = names.stream().map(library.catalog()::run).toList();
    if (runs.size() < 2) {
      throw new UserError("nothing to compare with", "two or more runs, the baseline first");
    }
    boolean ofQuestions = runs.stream().noneMatch(run -> run.spec().task().matches(OTHER_ITEMS));
    for (RunSummary run : runs) {
      if (ofQuestions && !data(run).equals(data(runs.getFirst()))) {
        throw new UserError(
            run.name() + " was asked about other data than " + names.getFirst(),
            "runs over one data set");
      }
    }
    Path data = ofQuestions ? library.shelf().file(runs.getFirst()) : null;
    boolean usual = runs.getFirst().hasQuestions() || !ofQuestions;
    String wanted = metric.isEmpty() && !usual ? runs.getFirst().metric() : metric;
    var compared = new ComparedRuns(data, wanted.isEmpty() ? null : wanted, null);
    var comparison =
        compared.compare(
            runs.stream().map(RunSummary::folder).toList(),
            run -> wanted.isEmpty() ? library.compared(run, compared) : compared.read(run));
    ObjectNode document = ComparisonJson.document(comparison);
    for (int i = 0; i < names.size(); i++) {
      ((ObjectNode) document.path("runs").path(i)).put("name", names.get(i));
      if (i > 0) {
        ObjectNode match = (ObjectNode) document.path("comparisons").path(i - 1);
        match.put("baseline", names.getFirst()).put("run", names.get(i));
      }
    }
    return document;
  }
}
