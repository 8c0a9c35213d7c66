package dev.locomo.eval.report.text;

import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.report.CsvRenderer;
import dev.locomo.eval.report.LatexRenderer;
import dev.locomo.eval.report.MarkdownRenderer;
import dev.locomo.eval.report.Renderer;
import dev.locomo.eval.report.RunReport;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The forms of a report, a line each; lower case, as they are typed. */
public enum ReportFormat {
  table(new ReportText()),
  json(report -> report.document().toPrettyString() + "\n"),
  csv(new CsvRenderer()),
  md(new MarkdownRenderer()),
  latex(new LatexRenderer()),
  html(RunReport::page) {
    @Override
    public void write(RunReport report, Path to) {
      ReportPages.write(report, to);
    }
  };

  @SuppressWarnings("ImmutableEnumChecker") // renderers hold no state
  private final Renderer renderer;

  ReportFormat(Renderer renderer) {
    this.renderer = renderer;
  }

  /** The form of a file by the ending of its name; a table where that tells none. */
  public static ReportFormat of(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "htm" -> html;
      case "tex" -> latex;
      default ->
          Arrays.stream(values())
              .filter(form -> form.name().equals(ending))
              .findAny()
              .orElse(table);
    };
  }

  /** The report in this form. */
  public String of(RunReport report) {
    return renderer.render(report);
  }

  /** Writes the report in this form: a file, of a long run as HTML several. */
  public void write(RunReport report, Path to) {
    AtomicFile.writeText(to, of(report));
  }
}
