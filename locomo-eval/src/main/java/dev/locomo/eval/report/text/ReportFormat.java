package dev.locomo.eval.report.text;

import dev.locomo.eval.report.CsvRenderer;
import dev.locomo.eval.report.LatexRenderer;
import dev.locomo.eval.report.MarkdownRenderer;
import dev.locomo.eval.report.Renderer;
import dev.locomo.eval.report.RunReport;

/** The forms of a report, a line each; lower case, as they are typed. */
public enum ReportFormat {
  table(new ReportText()),
  json(report -> report.document().toPrettyString() + "\n"),
  csv(new CsvRenderer()),
  md(new MarkdownRenderer()),
  latex(new LatexRenderer()),
  html(RunReport::page);

  @SuppressWarnings("ImmutableEnumChecker") // renderers hold no state
  private final Renderer renderer;

  ReportFormat(Renderer renderer) {
    this.renderer = renderer;
  }

  /** The report in this form. */
  public String of(RunReport report) {
    return renderer.render(report);
  }
}
