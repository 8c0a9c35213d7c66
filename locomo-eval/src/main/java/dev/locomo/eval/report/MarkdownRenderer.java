package dev.locomo.eval.report;

/** A table in percent, the notes as a list, then what there is to say of single findings. */
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
    return md.append(report.markdown()).toString();
  }

  /** Text of which nothing is read as markup, in one line. */
  public static String escaped(String text) {
    return text.replaceAll("([\\\\|<>&*_`\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
  }
}
