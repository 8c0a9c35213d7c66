package dev.locomo.cli.output;

import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.eval.compare.UnitComparison;
import dev.locomo.eval.compare.UnitComparison.Match;
import dev.locomo.eval.compare.UnitScores;
import java.io.PrintWriter;

/** A comparison of runs of {@code eval-dialog} or {@code eval-events} for people. */
public final class UnitComparisonText {
  private UnitComparisonText() {}

  /**
   * Prints it.
   *
   * @param most how many of the units that differ are shown a run and metric
   */
  public static void print(PrintWriter out, UnitComparison comparison, int most) {
    var runs = comparison.runs();
    ComparisonText.names(out, runs.stream().map(UnitScores::name).toList());
    ComparisonText.settings(out, comparison.settings());
    var scores = ComparisonText.scores("metric", runs.size());
    for (String metric : comparison.metrics()) {
      ComparisonText.row(
          scores, metric, runs.stream().map(run -> UnitComparison.slice(run, metric)).toList());
    }
    out.println(scores.fit(ComparisonText.WIDTH));
    for (int i = 0; i < comparison.matches().size(); i++) {
      Match match = comparison.matches().get(i);
      var tests = ComparisonText.tests(i + 1);
      match.verdicts().values().forEach(verdict -> ComparisonText.row(tests, verdict));
      out.println(tests.fit(ComparisonText.WIDTH));
      if (most > 0) {
        differing(out, match, i + 1, most);
      }
    }
    comparison.warnings().forEach(out::println);
  }

  private static void differing(PrintWriter out, Match match, int run, int most) {
    match
        .differing()
        .forEach((metric, all) -> {
          if (all.isEmpty()) {
            out.println("Nothing differs in " + metric + ".");
            return;
          }
          var table =
              new TextTable(
                  Column.left(metric), Column.right("A"), Column.right(ComparisonText.letter(run)));
          all.stream()
              .limit(most)
              .forEach(d ->
                  table.row(
                      d.unit(), ResultTable.number(d.baseline()), ResultTable.number(d.run())));
          int shown = Math.min(most, all.size());
          out.println(all.size() + " differ; the widest " + shown + ":");
          out.println(table.fit(ComparisonText.WIDTH));
        });
  }
}
