package dev.locomo.eval.report;

import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Makes one form of a report; the same report gives the same text.
 *
 * <p><b>How to add one</b>: write one class that implements this and a line in the list of formats.
 */
@FunctionalInterface
public interface Renderer {
  /** The text, its last line ended. */
  String render(RunReport report);

  /**
   * A mean.
   *
   * @param of the metric's summary
   * @param name what it is over
   * @param slice the mean with its denominators, where it has some
   */
  record Line(Summary of, String name, Slice slice) {
    /** One of its denominators; empty where it has none. */
    String count(ToIntFunction<Tally> which) {
      var tally = slice.tally();
      return tally == null ? "" : Integer.toString(which.applyAsInt(tally));
    }

    /** Metric, name, denominators, mean and interval in percent; a dash for what is not there. */
    List<String> cells(String to) {
      var interval = slice.interval();
      return List.of(
          of.title(),
          name,
          count(Tally::asked),
          count(Tally::answered),
          count(Tally::scored),
          slice.mean().isPresent() ? percent(slice.mean().getAsDouble()) : "-",
          interval == null ? "-" : percent(interval.low()) + to + percent(interval.high()));
    }

    private static String percent(double share) {
      return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
  }

  /** All means of a report, in order. */
  static List<Line> lines(RunReport report) {
    var lines = new ArrayList<Line>();
    for (var summary : report.summaries()) {
      summary.lines().forEach((name, slice) -> lines.add(new Line(summary, name, slice)));
    }
    return lines;
  }
}
