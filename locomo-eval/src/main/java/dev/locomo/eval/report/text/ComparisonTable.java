package dev.locomo.eval.report.text;

import dev.locomo.core.text.Printable;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.compare.Comparison;
import dev.locomo.eval.compare.JudgedSystems;
import dev.locomo.eval.compare.Verdict;
import dev.locomo.eval.report.LatexRenderer;
import dev.locomo.eval.report.MarkdownRenderer;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    var md = new StringBuilder();
    var rows = rows(MarkdownRenderer::escaped);
    for (int i = 0; i < rows.size(); i++) {
      md.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
      if (i == 0) {
        md.append("|---|").append("---:|".repeat(rows.getFirst().size() - 1)).append('\n');
      }
    }
    notes().forEach(note -> md.append("\n- ").append(MarkdownRenderer.escaped(note)));
    return md.append('\n').toString();
  }

  /** For the package booktabs, notes in the caption. */
  public String latex() {
    var rows = rows(LatexRenderer::escaped);
    var tex = new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{l");
    tex.append("r".repeat(rows.getFirst().size() - 1)).append("}\n\\toprule\n");
    for (int i = 0; i < rows.size(); i++) {
      tex.append(String.join(" & ", rows.get(i))).append(" \\\\\n");
      tex.append(i == 0 ? "\\midrule\n" : "");
    }
    tex.append("\\bottomrule\n\\end{tabular}\n\\caption{");
    tex.append(LatexRenderer.escaped(String.join(" ", notes())));
    return tex.append("}\n\\end{table}\n").toString();
  }

  private List<List<String>> rows(UnaryOperator<String> escaped) {
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
    return rows.stream()
        .map(row -> row.stream().map(Printable::line).map(escaped).toList())
        .toList();
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
    titles.addAll(List.of(same ? covered.getFirst() : total(), "95 % interval", "macro"));
    return titles;
  }

  private List<String> names() {
    return List.copyOf(comparison.summaries().getFirst().getFirst().slices().keySet());
  }

  private String total() {
    return comparison.grouping().totals().getFirst().name();
  }

  private List<String> cells(int run) {
    var summaries = comparison.summaries().get(run);
    var cells = new ArrayList<String>();
    if (!comparison.ofQuestions()) {
      summaries.forEach(s -> cells.add(ResultTable.percent(s.overall().mean())));
      return cells;
    }
    var summary = summaries.getFirst();
    names().forEach(name -> cells.add(marked(run, name, summary.slice(name))));
    cells.add(marked(run, total(), summary.headline()));
    cells.add(ResultTable.interval(summary.headline().interval(), " to "));
    String macro = comparison.grouping().totals().getFirst().macroMember();
    cells.add(ResultTable.percent(summary.macros().getOrDefault(macro, Slice.NOTHING).mean()));
    return cells;
  }

  /** With an asterisk where it differs from the first run significantly. */
  private String marked(int run, String name, Slice slice) {
    boolean differs =
        run > 0
            && comparison.matches().get(run - 1).single().verdicts().stream()
                .filter(v -> v.test().slice().equals(name))
                .anyMatch(v -> v.adjusted().p() < Verdict.ALPHA);
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
    String what = comparison.ofQuestions() ? comparison.metrics().getFirst() : "Means";
    notes.add(what + " in percent.");
    if (rows(UnaryOperator.identity()).toString().contains("*")) {
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
      var row = new ArrayList<Object>(List.of("" + (char) ('A' + run)));
      for (int judge = 0; judge < judged.judges().size(); judge++) {
        row.add(ResultTable.percent(judged.means().get(run).get(judge)));
        row.add(judged.rank(run, judge));
      }
      table.row(row.toArray());
    }
    var text = new StringBuilder(table.fit(ResultTable.WIDTH));
    for (int i = 0; i < judged.judges().size(); i++) {
      text.append("judge ").append(i + 1).append(": ");
      text.append(Printable.line(judged.judges().get(i))).append('\n');
    }
    return text + String.join("\n", judged.changes()) + "\n";
  }
}
