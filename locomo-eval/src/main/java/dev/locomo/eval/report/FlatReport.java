package dev.locomo.eval.report;

import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A run's summaries as tables for other programs: CSV, Markdown, LaTeX. */
public final class FlatReport {
  /** One mean with what belongs to it. */
  record Line(
      String metric,
      String slice,
      @Nullable Tally tally,
      OptionalDouble mean,
      @Nullable Interval interval) {
    String count(ToIntFunction<Tally> which) {
      return tally == null ? "" : Integer.toString(which.applyAsInt(tally));
    }
  }

  private final String title;
  private final String sliced;
  private final List<String> notes;
  private final List<Line> lines = new ArrayList<>();

  /**
   * @param title of the tables
   * @param summaries one a metric
   * @param notes sentences that belong to the scores
   */
  public FlatReport(String title, List<Summary> summaries, List<String> notes) {
    this(title, "questions", notes);
    summaries.forEach(this::add);
  }

  /**
   * A report without lines.
   *
   * @param sliced what the slices are of, in the plural
   * @param notes sentences that belong to the scores
   */
  FlatReport(String title, String sliced, List<String> notes) {
    this.title = title;
    this.sliced = sliced;
    this.notes = List.copyOf(notes);
  }

  /** Adds a line. */
  void add(Line line) {
    lines.add(line);
  }

  private void add(Summary summary) {
    String metric = summary.metric().id();
    summary.byCategory().forEach((category, slice) -> add(metric, category.label(), slice));
    add(metric, "categories 1-4", summary.answerable());
    add(metric, "categories 1-5", summary.overall());
    var four = summary.macroAnswerable();
    var five = summary.macro();
    lines.add(new Line(metric, "macro 1-4", null, four.mean(), four.interval()));
    lines.add(new Line(metric, "macro 1-5", null, five.mean(), five.interval()));
  }

  private void add(String metric, String name, Slice slice) {
    lines.add(new Line(metric, name, slice.tally(), slice.tally().mean(), slice.interval()));
  }

  /** RFC 4180 with a header; means between 0 and 1, all digits, empty where there is none. */
  public String csv() {
    var csv = new StringBuilder("metric,slice,asked,answered,scored,mean,low,high,method\r\n");
    for (Line line : lines) {
      var interval = line.interval();
      var cells =
          List.of(
              line.metric(),
              line.slice(),
              line.count(Tally::asked),
              line.count(Tally::answered),
              line.count(Tally::scored),
              line.mean().isPresent() ? Double.toString(line.mean().getAsDouble()) : "",
              interval == null ? "" : Double.toString(interval.low()),
              interval == null ? "" : Double.toString(interval.high()),
              interval == null ? "" : interval.method());
      csv.append(String.join(",", cells.stream().map(FlatReport::quoted).toList())).append("\r\n");
    }
    return csv.toString();
  }

  private static String quoted(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** A table in percent. */
  public String markdown() {
    var md = new StringBuilder("## " + escaped(title) + "\n\n");
    md.append("| metric | " + sliced + " | asked | answered | scored | mean % | 95 % interval |\n");
    md.append("|---|---|---:|---:|---:|---:|---:|\n");
    for (Line line : lines) {
      md.append("| ")
          .append(
              String.join(" | ", cells(line, " to ").stream().map(FlatReport::escaped).toList()));
      md.append(" |\n");
    }
    md.append(notes.isEmpty() ? "" : "\n");
    notes.forEach(note -> md.append("- ").append(escaped(note)).append('\n'));
    return md.toString();
  }

  static String escaped(String text) {
    return text.replaceAll("([\\\\|<>&*_`\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
  }

  /** A table in percent for the package booktabs. */
  public String latex() {
    var tex =
        new StringBuilder("\\begin{table}\n\\centering\n\\begin{tabular}{llrrrrr}\n\\toprule\n");
    tex.append("Metric & " + sliced.substring(0, 1).toUpperCase(Locale.ROOT) + sliced.substring(1));
    tex.append(" & Asked & Answered & Scored & Mean (\\%) & 95\\,\\% interval");
    tex.append(" \\\\\n\\midrule\n");
    String before = lines.isEmpty() ? "" : lines.getFirst().metric();
    for (Line line : lines) {
      if (!line.metric().equals(before)) {
        tex.append("\\midrule\n");
        before = line.metric();
      }
      tex.append(
          String.join(" & ", cells(line, "--").stream().map(FlatReport::texEscaped).toList()));
      tex.append(" \\\\\n");
    }
    tex.append("\\bottomrule\n\\end{tabular}\n\\caption{").append(texEscaped(title));
    tex.append('.');
    notes.forEach(note -> tex.append(' ').append(texEscaped(note)).append('.'));
    return tex.append("}\n\\end{table}\n").toString();
  }

  private static String texEscaped(String text) {
    var tex = new StringBuilder();
    for (char c : text.toCharArray()) {
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

  private static List<String> cells(Line line, String to) {
    var interval = line.interval();
    return List.of(
        line.metric(),
        line.slice(),
        line.count(Tally::asked),
        line.count(Tally::answered),
        line.count(Tally::scored),
        line.mean().isPresent() ? percent(line.mean().getAsDouble()) : "-",
        interval == null ? "-" : percent(interval.low()) + to + percent(interval.high()));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
