package dev.locomo.eval.report;

import dev.locomo.eval.loss.LossTable;
import java.util.List;

/** A table in percent, the notes as a list, lost points, then what there is of single findings. */
public final class MarkdownRenderer implements Renderer {
  @Override
  public String render(RunReport report) {
    var md = new StringBuilder("## " + escaped(report.title()) + "\n\n");
    md.append("| metric | ").append(report.items());
    md.append(" | asked | answered | scored | mean % | 95 % interval |\n");
    md.append("|---|---|---:|---:|---:|---:|---:|\n");
    for (Line line : Renderer.lines(report)) {
      var cells = line.cells(" to ").stream().map(MarkdownRenderer::escaped).toList();
      md.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    md.append(report.notes().isEmpty() ? "" : "\n");
    report.notes().forEach(note -> md.append("- ").append(escaped(note)).append('\n'));
    for (LossTable losses : report.losses()) {
      md.append('\n').append(table(losses.rows()));
      md.append("\n").append(escaped(losses.rule())).append('\n');
    }
    return md.append(report.markdown()).toString();
  }

  /** Rows with GitHub's bars, the first the titles, numbers from the second column on. */
  public static String table(List<List<String>> rows) {
    var md = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      var cells = rows.get(i).stream().map(MarkdownRenderer::escaped).toList();
      md.append("| ").append(String.join(" | ", cells)).append(" |\n");
      md.append(i == 0 ? "|---|" + "---:|".repeat(cells.size() - 1) + "\n" : "");
    }
    return md.toString();
  }

  /** Text of which nothing is read as markup, in one line. */
  public static String escaped(String text) {
    return text.replaceAll("([\\\\|<>&*_`\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
