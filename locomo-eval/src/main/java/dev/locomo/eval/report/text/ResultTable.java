package dev.locomo.eval.report.text;

import static java.util.stream.Collectors.joining;

import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Summaries as tables for people: means in percent, never without their denominators. */
public final class ResultTable {
  public static final int WIDTH = 80;

  private ResultTable() {}

  /** One metric: slices, totals, macro means; each line ended by a line feed. */
  public static String of(Summary summary) {
    var table = table("~" + summary.title());
    int slices = summary.slices().size();
    for (Map.Entry<String, Slice> line : summary.lines().entrySet()) {
      if (slices-- == 0) {
        table.rule();
      }
      table.row(cells(line.getKey(), line.getValue()));
    }
    return table.fit(WIDTH);
  }

  /** One line a metric: over all questions it says something about, and slices that are apart. */
  public static String totals(List<Summary> summaries) {
    var table = table("~other metrics");
    for (Summary summary : summaries) {
      var widest = summary.widest();
      if (widest.getValue().asked() > 0) {
        String whole = summary.grouping().totals().getLast().name();
        String of = widest.getKey().equals(whole) ? "" : ", " + widest.getKey();
        table.row(cells(summary.title() + of, widest.getValue()));
      }
      for (String apart : summary.apart()) {
        if (summary.slice(apart).asked() > 0) {
          table.row(cells(summary.title() + ", " + apart, summary.slice(apart)));
        }
      }
    }
    return table.fit(WIDTH);
  }

  /**
   * Metrics in rows and the slices of the first cut in columns, in percent; where the first total
   * sums up several of them, it and its macro mean as well. The first line has how many questions
   * are asked; a mean over fewer of them has an asterisk. Ends with an empty line; empty where
   * there is one slice, or more than fit a terminal.
   *
   * @param summaries at least one, all of the same questions
   */
  public static String matrix(List<Summary> summaries) {
    var first = summaries.getFirst();
    var total = first.grouping().totals().getFirst();
    var names = first.slices().keySet();
    var summed = names.stream().filter(total::has).toList();
    boolean sums = summed.size() > 1;
    var titles = new ArrayList<String>(List.of("~mean %"));
    names.forEach(name -> titles.add(">" + first.grouping().brief(name)));
    var asked = new ArrayList<Object>(List.of("questions"));
    names.forEach(name -> asked.add(first.slice(name).asked()));
    int whole = summed.stream().mapToInt(name -> first.slice(name).asked()).sum();
    if (sums) {
      titles.addAll(List.of(">" + column(first, summed), ">macro"));
      asked.addAll(List.of(whole, ""));
    }
    var table = TextTable.of(titles.toArray(String[]::new)).row(asked.toArray());
    boolean fewer = false;
    for (Summary summary : summaries) {
      var cells = new ArrayList<Object>(List.of(summary.title()));
      names.forEach(name -> cells.add(marked(summary.slice(name), first.slice(name).asked())));
      if (sums) {
        cells.add(marked(summary.headline(), whole));
        var macro = summary.macros().getOrDefault(total.macroMember(), Slice.NOTHING);
        cells.add(marked(macro, whole));
      }
      fewer |= cells.toString().contains("*");
      table.row(cells.toArray());
    }
    String note = fewer ? "* over fewer questions than were asked; counts are above.\n" : "";
    String text = table.fit(WIDTH);
    boolean fits = text.lines().allMatch(line -> line.length() <= WIDTH);
    return fits && names.size() > 1 ? text + note + "\n" : "";
  }

  /** The title of a total's column, which says what it leaves out of those beside it. */
  private static String column(Summary of, List<String> summed) {
    var grouping = of.grouping();
    var total = grouping.totals().getFirst();
    var meant = grouping.cuts().getFirst().order().stream().filter(total::has).toList();
    if (summed.containsAll(meant)) {
      return grouping.brief(total.name()).replace("categories \n", "");
    }
    var left = of.slices().keySet().stream().filter(name -> !summed.contains(name));
    String without = left.map(grouping::brief).collect(joining("\n"));
    return without.isEmpty() ? "total" : "total\nwithout\n" + without;
  }

  private static String marked(Slice slice, int asked) {
    boolean fewer = slice.scored() > 0 && slice.scored() < asked;
    return percent(slice.mean()) + (fewer ? "*" : "");
  }

  /** What to bear in mind about the intervals, lines ended by line feeds; empty for nothing. */
  public static String caution(List<Summary> summaries) {
    return Clustered.caution(ScoreJson.clusters(summaries))
        .map(text -> String.join("\n", Wrapping.lines(text, WIDTH)) + "\n")
        .orElse("");
  }

  /** An empty table of means. */
  static TextTable table(String title, String... more) {
    var titles = new ArrayList<>(List.of(title, ">asked", ">answered", ">scored", ">mean %"));
    titles.add(">95 % interval");
    titles.addAll(List.of(more));
    return TextTable.of(titles.toArray(String[]::new));
  }

  /** A line of such a table. */
  static Object[] cells(String name, Slice slice, Object... more) {
    var tally = slice.tally();
    var cells = new ArrayList<Object>(List.of(name));
    cells.addAll(
        tally == null
            ? List.of("", "", "")
            : List.of(tally.asked(), tally.answered(), tally.scored()));
    cells.add(percent(slice.mean()));
    cells.add(interval(slice.interval(), " - "));
    cells.addAll(List.of(more));
    return cells.toArray();
  }

  /** A share as percent with one digit. */
  static String number(double share) {
    return digits("%.1f", 100 * share);
  }

  /** A number in a format; what rounds to nothing has no sign. */
  static String digits(String format, double value) {
    String text = String.format(Locale.ROOT, format, value);
    return text.matches("[-+]0\\.?0*") ? text.substring(1) : text;
  }

  /** The same; a dash where there is none. */
  static String percent(OptionalDouble share) {
    return share.isPresent() ? number(share.getAsDouble()) : "-";
  }

  /** Both ends in percent; a dash where there is no interval. */
  static String interval(@Nullable Interval interval, String to) {
    return interval == null ? "-" : number(interval.low()) + to + number(interval.high());
  }
}
