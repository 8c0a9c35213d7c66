package dev.locomo.eval.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.report.Page;
import dev.locomo.eval.score.MetricScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pages about the questions of a run: the list, and each with its conversation, its prompt, its
 * reply, every score with its reason, and what judges and people say.
 *
 * @param library what they are about
 * @param site where its pages are
 */
public record QuestionPages(Library library, Site site) {

  /** Those that an address asks for, as {@link QuestionList} says, a hundred a page. */
  public String list(String name, Params params) {
    var run = library.catalog().run(name);
    var list = library.questions(run);
    var model = RunPages.form(params);
    model.put("run", name);
    model.put("metric", list.metric(params));
    model.put("metrics", list.metrics());
    model.put("repeated", !run.spec().onResult().getOrDefault("repeats", "1").equals("1"));
    model.put("judges", list.judges());
    model.put(
        "categories",
        list.rows().stream()
            .map(row -> row.question().category().label())
            .distinct()
            .sorted()
            .toList());
    model.put("samples", list.run().data().samples().stream().map(Sample::id).toList());
    model.put(
        "outcomes",
        Stream.concat(Arrays.stream(Outcome.values()).map(Outcome::label), Stream.of("not-asked"))
            .toList());
    var rows = list.rows(params);
    model.put("all", list.rows().size());
    var shown = new ArrayList<Map<String, Object>>();
    for (var row : params.paged(rows, RunPages.ROWS, model)) {
      var one = new HashMap<String, Object>();
      one.put("row", row);
      Double value = row.value(list.metric(params));
      one.put("kind", QuestionList.kind(value));
      if (value != null) {
        one.put("value", value);
      }
      shown.add(one);
    }
    model.put("rows", shown);
    model.put("query", params.with("page", ""));
    return site.page("questions", model);
  }

  /** The same as JSON, a hundred at a time. */
  public ObjectNode json(String name, Params params) {
    var list = library.questions(library.catalog().run(name));
    var model = new HashMap<String, Object>();
    ObjectNode document = JsonFiles.MAPPER.createObjectNode().put("run", name);
    ArrayNode rows = JsonFiles.MAPPER.createArrayNode();
    params.paged(list.rows(params), RunPages.ROWS, model).forEach(row -> rows.add(row.json()));
    document.put("found", (Integer) model.get("found")).put("page", (Integer) model.get("at_page"));
    document.put("pages", (Integer) model.get("pages"));
    document.set("questions", rows);
    return document;
  }

  /**
   * A question of a run.
   *
   * @param key for example {@code conv-26/37}
   * @param params the list it was reached from, for the questions before and after it
   */
  public String question(String name, String key, Params params) {
    var run = library.catalog().run(name);
    var list = library.questions(run);
    var id = QuestionId.parse(key).orElseThrow(() -> none(key));
    var rows = list.rows(params);
    var row = list.row(id).orElseThrow(() -> none(key));
    int at = list.place(id, rows);
    var model = new LinkedHashMap<String, Object>();
    model.put("run", name);
    model.put("row", row);
    model.put("metrics", list.metrics());
    model.put("back", "/runs/" + Params.encoded(name) + "/questions" + params.with("id", ""));
    model.put("before", at > 0 ? rows.get(at - 1).question().key() : "");
    model.put("after", at >= 0 && at + 1 < rows.size() ? rows.get(at + 1).question().key() : "");
    model.put("query", params.with("id", "").replaceFirst("^\\?", "&"));
    model.put("replies", list.replies().getOrDefault(id, List.of()));
    model.put("judge_start", MetricScores.JUDGE);
    model.put("labels", HumanLabels.of(run.folder()).byQuestion().getOrDefault(id, Map.of()));
    library.stored(run).data().samples().stream()
        .filter(sample -> sample.id().equals(id.sample()))
        .findFirst()
        .ifPresent(sample -> conversation(sample, row, model));
    if (run.spec().onResult().containsKey("memory")) {
      var lines = library.items(run).items().get(key);
      model.put("found", Page.plain(lines == null ? List.of() : lines.of(ItemList.MEMORY)));
    }
    if (site.served()) {
      prompts(run, id, model);
    }
    return site.page("question", model);
  }

  private static NoSuchElementException none(String key) {
    return new NoSuchElementException("the run has no question " + key);
  }

  private static void conversation(Sample sample, QuestionList.Row row, Map<String, Object> model) {
    model.put("sample", sample);
    model.put("evidence", marks(row.question().evidence()));
    List<String> context = row.free() == null ? List.of() : row.free().context();
    model.put("retrieved", ranks(context));
    var open = new HashSet<String>();
    Stream.concat(row.question().evidence().stream(), context.stream())
        .flatMap(written -> TurnId.namedIn(List.of(written)).stream())
        .forEach(turn -> open.add(Integer.toString(turn.session())));
    model.put("open", open);
    var talk = Talk.of(sample, Talk.MOST);
    model.put("sessions", talk.sessions(open));
    model.put("long", talk.pages().size() > 1);
    model.put("place", Page.function(turn -> talk.place(String.valueOf(turn))));
  }

  private static Set<String> marks(List<String> evidence) {
    var marks = new HashSet<String>();
    TurnId.namedIn(evidence).forEach(turn -> marks.add(turn.toString()));
    return marks;
  }

  /** Turns, and sessions as {@code S3}, with the rank of the first passage that has them. */
  private static Map<String, Integer> ranks(List<String> context) {
    var ranks = new HashMap<String, Integer>();
    for (int i = 0; i < context.size(); i++) {
      int rank = i + 1;
      TurnId.namedIn(List.of(context.get(i)))
          .forEach(turn -> ranks.putIfAbsent(turn.toString(), rank));
      if (context.get(i).matches("S\\d{1,9}")) {
        ranks.putIfAbsent(context.get(i), rank);
      }
    }
    return ranks;
  }

  /** Planned again each time: what is shown is what the settings say, never a copy. */
  private void prompts(RunSummary run, QuestionId id, Map<String, Object> model) {
    try (var planned =
        PlannedPrompts.of(run.folder(), library.shelf().data(run), library.models())) {
      model.put("prompts", planned.of(id, library.stored(run)));
    } catch (UserError | DataError e) {
      model.put("no_prompt", String.valueOf(e.getMessage()));
    }
  }
}
