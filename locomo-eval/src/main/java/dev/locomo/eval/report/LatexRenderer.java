package dev.locomo.eval.report;

import java.util.List;
import java.util.Locale;

/** A table in percent for the package booktabs, the notes in its caption. */
public final class LatexRenderer implements Renderer {
  @Override
  public String render(RunReport report) {
    var tex =
        new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{llrrrrr}\n\\toprule\n");
    String items = report.items();
    tex.append("Metric & ").append(items.substring(0, 1).toUpperCase(Locale.ROOT));
    tex.append(items.substring(1));
    tex.append(" & Asked & Answered & Scored & Mean (\\%) & 95\\,\\% interval");
    tex.append(" \\\\\n\\midrule\n");
    var lines = Renderer.lines(report);
    String before = lines.isEmpty() ? "" : lines.getFirst().of().metric();
    for (Line line : lines) {
      if (!line.of().metric().equals(before)) {
        tex.append("\\midrule\n");
        before = line.of().metric();
      }
      var cells = line.cells("--").stream().map(LatexRenderer::escaped).toList();
      tex.append(String.join(" & ", cells)).append(" \\\\\n");
    }
    tex.append("\\bottomrule\n\\end{tabular}\n\\caption{").append(escaped(report.title()));
    tex.append('.');
    report.notes().forEach(note -> tex.append(' ').append(escaped(note)).append('.'));
    tex.append("}\n\\end{table}\n");
    report.losses().forEach(losses -> tex.append(table(losses.rows(), losses.rule())));
    return tex.toString();
  }

  /** Rows for the package booktabs, the first the titles, numbers from the second column on. */
  public static String table(List<List<String>> rows, String caption) {
    var tex = new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{l");
    tex.append("r".repeat(rows.getFirst().size() - 1)).append("}\n\\toprule\n");
    for (int i = 0; i < rows.size(); i++) {
      var cells = rows.get(i).stream().map(LatexRenderer::escaped).toList();
      tex.append(String.join(" & ", cells)).append(" \\\\\n");
      tex.append(i == 0 ? "\\midrule\n" : "");
    }
    tex.append("\\bottomrule\n\\end{tabular}\n\\caption{").append(escaped(caption));
    return tex.append("}\n\\end{table}\n").toString();
  }

  /** Text of which LaTeX reads nothing as a command. */
  public static String escaped(String text) {
    var tex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> tex.append("\\textbackslash{}");
        case '~' -> tex.append("\\textasciitilde{}");
        case '^' -> tex.append("\\textasciicircum{}");
        case '&', '%', '$', '#', '_', '{', '}' -> tex.append('\\').append(c);
        default -> tex.append(c);
      }
    }
    return tex.toString();
  }
}
