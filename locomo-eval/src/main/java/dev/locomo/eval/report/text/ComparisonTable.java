package dev.locomo.eval.report.text;

import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.compare.Comparison;
import dev.locomo.eval.compare.JudgedSystems;
import dev.locomo.eval.compare.PairedTest;
import dev.locomo.eval.compare.Verdict;
import dev.locomo.eval.report.LatexRenderer;
import dev.locomo.eval.report.MarkdownRenderer;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A comparison as one table for a paper: runs in rows; categories, the first total with its
 * interval and its macro mean in columns, in percent. A run of other items than questions has its
 * metrics in columns.
 */
public final class ComparisonTable {
  private final Comparison comparison;

  /** Of a comparison. */
  public ComparisonTable(Comparison comparison) {
    this.comparison = comparison;
  }

  /** With GitHub's bars, notes below. */
  public String markdown() {
    var md = new StringBuilder(MarkdownRenderer.table(rows()));
    notes().forEach(note -> md.append("\n- ").append(MarkdownRenderer.escaped(note)));
    return md.append('\n').toString();
  }

  /** For the package booktabs, notes in the caption. */
  public String latex() {
    return LatexRenderer.table(rows(), String.join(" ", notes()));
  }

  private List<List<String>> rows() {
    var rows = new ArrayList<List<String>>();
    rows.add(titles());
    for (int i = 0; i < comparison.runs().size(); i++) {
      var row = new ArrayList<String>(List.of(comparison.runs().get(i).name()));
      row.addAll(cells(i));
      rows.add(row);
    }
    if (comparison.ofQuestions()) {
      rows.add(asked());
    }
    return rows.stream().map(row -> row.stream().map(Printable::line).toList()).toList();
  }

  private List<String> titles() {
    var titles = new ArrayList<>(List.of("run"));
    if (!comparison.ofQuestions()) {
      titles.addAll(comparison.metrics());
      return titles;
    }
    titles.addAll(names());
    var total = comparison.grouping().totals().getFirst();
    var covered =
        comparison.summaries().stream().map(s -> s.getFirst().name(total)).distinct().toList();
    boolean same = covered.size() == 1 && !covered.getFirst().isEmpty();
    titles.addAll(List.of(same ? covered.getFirst() : "total", "95 % interval", "macro"));
    return titles;
  }

  private List<String> names() {
    return List.copyOf(comparison.summaries().getFirst().getFirst().slices().keySet());
  }

  private List<String> cells(int run) {
    var summaries = comparison.summaries().get(run);
    var cells = new ArrayList<String>();
    if (!comparison.ofQuestions()) {
      summaries.forEach(s -> cells.add(ResultTable.percent(s.overall().mean())));
      return cells;
    }
    var summary = summaries.getFirst();
    names()
        .forEach(
            name -> cells.add(marked(run, test -> test.slice().equals(name), summary.slice(name))));
    cells.add(marked(run, PairedTest::total, summary.headline()));
    cells.add(ResultTable.interval(summary.headline().interval(), " to "));
    String macro = comparison.grouping().totals().getFirst().macroMember();
    cells.add(ResultTable.percent(summary.macros().getOrDefault(macro, Slice.NOTHING).mean()));
    return cells;
  }

  /** With an asterisk where it differs from the first run significantly, by the first such test. */
  private String marked(int run, Predicate<PairedTest> of, Slice slice) {
    boolean differs =
        run > 0
            && slice.mean().isPresent()
            && comparison.matches().get(run - 1).single().verdicts().stream()
                .filter(v -> of.test(v.test()))
                .findFirst()
                .filter(v -> v.adjusted().p() < Verdict.ALPHA)
                .isPresent();
    return ResultTable.percent(slice.mean()) + (differs ? "*" : "");
  }

  /** How many questions are scored; of all runs where they differ. */
  private List<String> asked() {
    var row = new ArrayList<>(List.of("questions"));
    names().forEach(name -> row.add(counts(s -> s.slice(name))));
    row.addAll(List.of(counts(Summary::headline), "", ""));
    return row;
  }

  private String counts(Function<Summary, Slice> of) {
    var counts =
        comparison.summaries().stream().map(s -> of.apply(s.getFirst()).scored()).sorted().toList();
    int least = counts.getFirst();
    int most = counts.getLast();
    return least == most ? "" + least : least + " to " + most;
  }

  private List<String> notes() {
    var notes = new ArrayList<String>();
    String metric = MetricScores.brief(comparison.metrics().getFirst());
    String what = comparison.ofQuestions() ? metric : "Means";
    notes.add(what + " in percent.");
    if (rows().toString().contains("*")) {
      notes.add("*: differs from the first run, p < 0.05 after Holm's correction.");
    }
    notes.addAll(comparison.warnings());
    return notes;
  }

  /** Systems in rows and judges in columns, each with its rank; empty below two judges. */
  public static String judges(JudgedSystems judged) {
    if (judged.judges().size() < 2) {
      return "";
    }
    var titles = new ArrayList<>(List.of("run"));
    for (int i = 0; i < judged.judges().size(); i++) {
      titles.addAll(List.of(">judge " + (i + 1), ">rank"));
    }
    var table = TextTable.of(titles.toArray(String[]::new));
    for (int run = 0; run < judged.means().size(); run++) {
      var row = new ArrayList<Object>(List.of(ComparisonText.letter(run)));
      for (int judge = 0; judge < judged.judges().size(); judge++) {
        row.add(ResultTable.percent(judged.means().get(run).get(judge)));
        var rank = judged.rank(run, judge);
        row.add(rank.isPresent() ? rank.getAsInt() : "-");
      }
      table.row(row.toArray());
    }
    var text = new StringBuilder(table.fit(ResultTable.WIDTH));
    for (int i = 0; i < judged.judges().size(); i++) {
      text.append("judge ").append(i + 1).append(": ");
      text.append(Printable.line(MetricScores.brief(judged.judges().get(i)))).append('\n');
    }
    return text + String.join("\n", judged.changes(ComparisonText::letter)) + "\n";
  }
}
