package dev.locomo.cli.output;

import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.CheckReport;
import dev.locomo.core.dataset.json.CheckReport.Finding;
import dev.locomo.core.dataset.json.Oddity;
import dev.locomo.core.dataset.json.Oddity.Severity;
import java.util.Locale;

/** A {@link CheckReport} for people: one line for each kind of finding, then the places. */
public final class CheckText {
  private static final int WIDTH = 80;

  private CheckText() {}

  /**
   * The report, each line ended by a line feed.
   *
   * @param shown places to show of each kind, at least 0
   */
  public static String of(CheckReport report, int shown) {
    var text = new StringBuilder(head(report)).append('\n');
    if (!report.findings().isEmpty()) {
      text.append('\n').append(summary(report).fit(WIDTH)).append('\n');
      report.counts().forEach((oddity, count) -> places(text, report, oddity, count, shown));
    }
    return text.append(verdict(report)).append('\n').toString();
  }

  private static String head(CheckReport report) {
    String file = Printable.line(report.file()) + ": " + counted(report.samples(), "sample");
    return switch (report.sha256()) {
      case "" -> file;
      case Dataset.PUBLISHED_SHA256 -> file + ", the published locomo10.json";
      default -> file + "\nSHA-256 " + report.sha256();
    };
  }

  private static TextTable summary(CheckReport report) {
    var table =
        new TextTable(
            Column.left("severity"),
            Column.left("code"),
            Column.right("count"),
            Column.wrapped("what it is"));
    report
        .counts()
        .forEach((oddity, count) ->
            table.row(oddity.severity().label(), oddity.code(), count, oddity.meaning()));
    return table;
  }

  private static void places(
      StringBuilder text, CheckReport report, Oddity oddity, int count, int shown) {
    text.append(oddity.severity().label()).append(' ').append(oddity.code()).append('\n');
    report.findings().stream()
        .filter(f -> f.oddity() == oddity)
        .limit(shown)
        .forEach(f -> text.append(place(f)).append('\n'));
    if (count > shown) {
      text.append("  and ").append(count - shown).append(" more (--all shows them)\n");
    }
    text.append('\n');
  }

  private static String place(Finding f) {
    String sample = f.sample().isEmpty() ? "" : " (" + Printable.line(f.sample()) + ")";
    String what = "found " + f.found() + "; expected " + f.expected();
    String line = Printable.line(f.place()) + sample + ": " + Printable.line(what);
    return "  " + String.join("\n    ", Wrapping.lines(line, WIDTH - 4));
  }

  private static String verdict(CheckReport report) {
    return counted(report.count(Severity.ERROR), "error")
        + ", "
        + counted(report.count(Severity.WARNING), "warning")
        + ", "
        + counted(report.count(Severity.NOTE), "note")
        + (report.usable() ? ": the file can be used" : ": the file cannot be used");
  }

  private static String counted(long n, String what) {
    return String.format(Locale.ROOT, "%d %s%s", n, what, n == 1 ? "" : "s");
  }
}
