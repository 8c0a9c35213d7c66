package dev.locomo.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Macro;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One metric's summary as a table for people: means in percent, never without their denominators.
 */
public final class ResultTable {
  private static final int WIDTH = 80;

  private ResultTable() {}

  /** The table, each line ended by a line feed. */
  public static String of(Summary summary) {
    var table =
        new TextTable(
            Column.left(summary.metric().id()),
            Column.right("asked"),
            Column.right("answered"),
            Column.right("scored"),
            Column.right("mean %"),
            Column.right("95 % interval"));
    summary.byCategory().forEach((category, slice) -> row(table, category.label(), slice));
    table.rule();
    row(table, "categories 1-4", summary.answerable());
    row(table, "categories 1-5", summary.overall());
    row(table, "macro 1-4", summary.macroAnswerable());
    row(table, "macro 1-5", summary.macro());
    return table.fit(WIDTH);
  }

  /** One line a metric: over all questions it says something about. */
  public static String totals(List<Summary> summaries) {
    var table =
        new TextTable(
            Column.wrapped("other metrics"),
            Column.right("asked"),
            Column.right("answered"),
            Column.right("scored"),
            Column.right("mean %"),
            Column.right("95 % interval"));
    summaries.forEach(s -> row(table, s.metric().id(), s.overall()));
    return table.fit(WIDTH);
  }

  /** What to bear in mind about the intervals, lines ended by line feeds; empty for nothing. */
  public static String caution(List<Summary> summaries) {
    long conversations = summaries.stream().mapToLong(Summary::conversations).max().orElse(0);
    return FewClusters.warning(conversations)
        .map(text -> String.join("\n", Wrapping.lines(text, WIDTH)) + "\n")
        .orElse("");
  }

  private static void row(TextTable table, String name, Slice slice) {
    var tally = slice.tally();
    if (tally.asked() > 0) {
      table.row(
          name,
          tally.asked(),
          tally.answered(),
          tally.scored(),
          percent(tally.mean()),
          interval(slice.interval()));
    }
  }

  private static void row(TextTable table, String name, Macro macro) {
    if (macro.mean().isPresent()) {
      table.row(name, "", "", "", percent(macro.mean()), interval(macro.interval()));
    }
  }

  private static String percent(OptionalDouble mean) {
    return mean.isPresent() ? number(mean.getAsDouble()) : "-";
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null ? "-" : number(interval.low()) + " - " + number(interval.high());
  }

  /**
   * The row of a metric as a report holds it.
   *
   * @param more cells after the interval
   */
  static Object[] row(String name, JsonNode overall, Object... more) {
    var cells = new ArrayList<Object>(List.of(name));
    cells.add(overall.path("asked").asInt());
    cells.add(overall.path("answered").asInt());
    cells.add(overall.path("scored").asInt());
    cells.add(percent(overall.path("mean")));
    cells.add(
        overall.path("low").isNumber()
            ? percent(overall.path("low")) + " - " + percent(overall.path("high"))
            : "-");
    cells.addAll(List.of(more));
    return cells.toArray();
  }

  /** A share of a report as percent; a dash where there is none. */
  static String percent(JsonNode share) {
    return share.isNumber() ? number(share.asDouble()) : "-";
  }

  /** A share as percent with one digit. */
  static String number(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
