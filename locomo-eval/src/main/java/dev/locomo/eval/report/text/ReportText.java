package dev.locomo.eval.report.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.dialog.DialogMetric;
import dev.locomo.eval.dialog.DialogResults;
import dev.locomo.eval.events.EventResults;
import dev.locomo.eval.loss.LossTable;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.report.DialogReport;
import dev.locomo.eval.report.EventReport;
import dev.locomo.eval.report.QuestionReport;
import dev.locomo.eval.report.Renderer;
import dev.locomo.eval.report.RunReport;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.task.QaResults;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What came of a run, for people: tables, and what belongs to the figures. */
public final class ReportText implements Renderer {
  /** How many metrics are shown by the length of the history. */
  private static final int SHOWN = 4;

  /** Width of the title above causes of lost points. */
  private static final int TITLE = 27;

  /** How many of those of pictures fit beside each other. */
  private static final int TOGETHER = 3;

  @Override
  public String render(RunReport report) {
    var text = new StringWriter();
    var out = new PrintWriter(text);
    switch (report) {
      case QuestionReport questions -> {
        var run = questions.run();
        questions(out, run.results(), run.data(), report.title());
        questions.losses().forEach(table -> losses(out, table));
        var rules = questions.losses().stream().map(LossTable::rule).distinct().toList();
        rules.forEach(rule -> Wrapping.say(out, "\n" + rule));
      }
      case EventReport events -> {
        events(out, report.document());
        out.print(events.text());
      }
      case DialogReport _ -> dialog(out, report.document());
      default -> means(out, report);
    }
    report.notes().forEach(note -> Wrapping.say(out, note + "."));
    out.flush();
    return text.toString();
  }

  private static void means(PrintWriter out, RunReport report) {
    out.println(report.title());
    out.println();
    if (report.summaries().isEmpty()) {
      out.println("It has no scores.");
    }
    report.summaries().forEach(summary -> out.println(ResultTable.of(summary)));
    out.print(ResultTable.caution(report.summaries()));
  }

  /** Prints what came of question answering. */
  public static void questions(PrintWriter out, QaResults results, Dataset data, String title) {
    out.println(title);
    out.println();
    var others = new ArrayList<Summary>();
    for (Summary summary : results.summaries()) {
      if (summary.metric().equals(data.profile().headline())) {
        out.println(ResultTable.of(summary));
      } else {
        others.add(summary);
      }
    }
    if (!others.isEmpty()) {
      out.println(ResultTable.totals(others));
      out.print(ResultTable.matrix(results.summaries()));
    }
    notes(results, data).forEach(note -> Wrapping.say(out, note));
  }

  private static void losses(PrintWriter out, LossTable of) {
    var rows = of.rows();
    String title = String.join("\n", Wrapping.lines(rows.getFirst().getFirst(), TITLE));
    var titles = new ArrayList<>(List.of("~" + title));
    rows.getFirst().stream().skip(1).forEach(name -> titles.add(">" + of.grouping().brief(name)));
    var table = TextTable.of(titles.toArray(String[]::new));
    for (int i = 1; i < rows.size(); i++) {
      (i == rows.size() - 2 ? table.rule() : table).row(rows.get(i).toArray());
    }
    out.println();
    out.print(table.fit(ResultTable.WIDTH));
  }

  private static List<String> notes(QaResults results, Dataset data) {
    var notes = new ArrayList<String>();
    var outcomes = results.outcomes();
    int open = results.questions().size();
    var parts = new ArrayList<String>();
    for (var outcome : outcomes.entrySet()) {
      open -= outcome.getValue();
      if (outcome.getValue() > 0) {
        parts.add(outcome.getValue() + " " + outcome.getKey().label());
      }
    }
    if (open > 0) {
      parts.add(open + " not asked");
    }
    notes.add(
        Printable.counted(results.questions().size(), "question")
            + ": "
            + String.join(", ", parts)
            + ".");
    notes.addAll(results.noiseSentences());
    var lengths = results.answerWords();
    if (!lengths.isEmpty()) {
      notes.add(
          "Answers have %s words on average, %d in the median, %d at most."
              .formatted(
                  ResultTable.digits("%.1f", lengths.stream().mapToInt(n -> n).average().orElse(0)),
                  lengths.get(lengths.size() / 2),
                  lengths.getLast()));
    }
    if (results.questions().stream().anyMatch(Question::unanswerable)) {
      notes.add(
          "Always answering \"not mentioned\" scores "
              + ResultTable.number(results.alwaysAbstain(TokenF1.BY_CATEGORY))
              + " over all of them.");
    }
    if (outcomes.getOrDefault(Outcome.FAILED, 0) > 0) {
      notes.add("Failed questions are in no mean; the same command asks them again.");
    }
    Clustered.caution(ScoreJson.clusters(results.summaries())).ifPresent(notes::add);
    String words = ScoreSheet.words(data.profile(), results.questions());
    if (!words.isEmpty()) {
      notes.add(words);
    }
    if (!data.subset().isEmpty()) {
      notes.add(
          "The data is "
              + data.subset()
              + ": the intervals are for what the whole would give, and wider than its own.");
    }
    notes.add("Data " + data.file() + ", sha256 " + data.sha256().substring(0, 12) + "...");
    return notes;
  }

  /** Prints the document of {@code eval-events}: a line a metric, the mistakes, notes. */
  public static void events(PrintWriter out, JsonNode report) {
    out.println(
        report.path("model").asText()
            + ", "
            + report.path("summarizer").path("id").asText()
            + ", sessions "
            + report.path("sessions").asText());
    out.println();
    var summaries = ScoreJson.read(report.path("metrics"), EventResults.GROUPING);
    var table = ResultTable.table("events", ">micro %");
    for (Summary summary : summaries) {
      var micro = summary.macros().get("micro");
      table.row(
          ResultTable.cells(
              summary.metric(),
              summary.overall(),
              micro == null ? "" : ResultTable.percent(micro.mean())));
    }
    out.println(table.fit(ResultTable.WIDTH));
    if (report.path("labeller").isObject()) {
      String mistakes = counts(report.path("errors"), true);
      Wrapping.say(
          out,
          "Mistakes, by " + report.path("labeller").path("id").asText() + ": " + mistakes + ".");
    }
    String outcomes = counts(report.path("outcomes"), false);
    Wrapping.say(out, "Summaries (a conversation and speaker each): " + outcomes + ".");
    double penalty = report.path("length_penalty").asDouble();
    Wrapping.say(
        out,
        "Facts by "
            + report.path("decomposer").path("id").asText()
            + ", checked by "
            + report.path("verifier").path("id").asText()
            + (penalty > 0 ? ", length penalty " + penalty : "")
            + ".");
    if (report.path("facts_by_rule").asBoolean()) {
      Wrapping.say(
          out,
          "Facts were made or checked by a rule of words: a floor, to be compared with nothing that"
              + " models checked, and with no published figure.");
    }
    Wrapping.say(
        out,
        "Mean: every summary weighs the same; micro: every fact. Event order is Kendall's tau-b,"
            + " times 100.");
    out.print(ResultTable.caution(summaries));
  }

  private static String counts(JsonNode counts, boolean zeros) {
    return counts.properties().stream()
        .filter(count -> zeros || count.getValue().asInt() > 0)
        .map(count -> count.getValue().asInt() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  /** Prints the document of {@code eval-dialog}: a line a metric, a line a length of history. */
  public static void dialog(PrintWriter out, JsonNode report) {
    JsonNode settings = report.path("settings");
    out.println(
        settings.path("model").asText()
            + ", context "
            + settings.path("context").asText()
            + (settings.has("top_k") ? " " + settings.path("top_k").asText() : "")
            + ", picture "
            + settings.path("picture").asText());
    out.println();
    var summaries = ScoreJson.read(report.path("metrics"), DialogResults.GROUPING);
    var table = ResultTable.table("turns");
    summaries.forEach(s -> table.row(ResultTable.cells(s.metric(), s.overall())));
    out.println(table.fit(ResultTable.WIDTH));
    var words =
        summaries.stream()
            .filter(s -> !DialogMetric.isOfPictures(s.metric()))
            .filter(ReportText::isShown);
    out.println(histories(words.limit(SHOWN).toList(), false));
    var pictures = summaries.stream().filter(s -> DialogMetric.isOfPictures(s.metric())).toList();
    for (int from = 0; from < pictures.size(); from += TOGETHER) {
      int end = Math.min(pictures.size(), from + TOGETHER);
      out.println(histories(pictures.subList(from, end), true));
    }
    if (!pictures.isEmpty()) {
      Wrapping.say(out, "Of metrics of pictures, in brackets: how many turns have a value.");
    }
    for (var metric : report.path("metrics").properties()) {
      var reasons = new ArrayList<String>();
      for (var reason : metric.getValue().path("unscored").properties()) {
        reasons.add(reason.getValue().asInt() + " " + reason.getKey());
      }
      if (!reasons.isEmpty() && DialogMetric.isOfPictures(metric.getKey())) {
        String why = String.join(", ", reasons);
        Wrapping.say(out, metric.getKey() + ", turns without a value: " + why + ".");
      }
    }
    Wrapping.say(
        out,
        report.path("without_result").asInt()
            + " of "
            + report.path("turns").asInt()
            + " turns have no result. bleu-1 and bleu-2 count words; bleu-char-1 and bleu-char-2"
            + " count characters, as the paper's table 7 does, and are about 45 and 32 for"
            + " unrelated turns: never compare the one with the other.");
    out.print(ResultTable.caution(summaries));
  }

  private static boolean isShown(Summary summary) {
    return !summary.metric().equals("bleu-2") && !summary.metric().equals("bleu-char-2");
  }

  private static String histories(List<Summary> shown, boolean counted) {
    if (shown.isEmpty()) {
      return "";
    }
    var titles = new ArrayList<>(List.of("tokens before", ">turns"));
    shown.forEach(summary -> titles.add(">" + summary.metric()));
    var table = TextTable.of(titles.toArray(String[]::new));
    shown
        .getFirst()
        .slices()
        .forEach((length, slice) -> {
          var cells = new ArrayList<Object>(List.of(length, slice.asked()));
          shown.forEach(summary -> cells.add(mean(summary.slice(length), counted)));
          table.row(cells.toArray());
        });
    return table.fit(ResultTable.WIDTH);
  }

  private static String mean(Summary.Slice slice, boolean counted) {
    return ResultTable.percent(slice.mean()) + (counted ? " (" + slice.scored() + ")" : "");
  }
}
