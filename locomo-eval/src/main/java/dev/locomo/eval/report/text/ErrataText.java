package dev.locomo.eval.report.text;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Scores under the original and a corrected key, side by side, for people.
 *
 * @param out where they go
 * @param key the corrected key
 * @param questions as the original key has them
 */
public record ErrataText(PrintWriter out, CorrectedKey key, List<Question> questions) {
  /**
   * Prints a table a metric.
   *
   * @param original summaries under the original key
   * @param corrected of the same metrics in the same order under the corrected key
   */
  public void print(List<Summary> original, List<Summary> corrected) {
    for (int i = 0; i < original.size(); i++) {
      out.println(table(original.get(i), corrected.get(i)));
    }
    var errata = key.errata();
    out.println(
        "Corrected key "
            + errata.name()
            + " "
            + errata.version()
            + " ("
            + errata.source()
            + "): "
            + errata.count(Action.REPLACE)
            + " answers replaced,\n"
            + errata.count(Action.VOID)
            + " questions void, "
            + errata.count(Action.EVIDENCE)
            + " with other evidence alone.");
    out.println("Ceiling: what is left on the original key to a system that is always right.");
  }

  private String table(Summary original, Summary corrected) {
    var table =
        TextTable.of(
            original.metric(),
            ">asked",
            ">original\nkey %",
            ">asked",
            ">corrected\nkey %",
            ">change",
            ">ceiling %");
    for (String name : original.slices().keySet()) {
      if (corrected.slices().containsKey(name)) {
        table.row(cells(name, original.slice(name), corrected.slice(name), Set.of(name)));
      }
    }
    table.rule();
    for (var total : original.grouping().totals()) {
      table.row(
          cells(
              total.name(),
              Objects.requireNonNull(original.totals().get(total.member())),
              Objects.requireNonNull(corrected.totals().get(total.member())),
              total.of()));
    }
    return table.fit(ResultTable.WIDTH);
  }

  private Object[] cells(String name, Slice original, Slice corrected, Set<String> categories) {
    var some =
        questions.stream()
            .filter(q -> categories.isEmpty() || categories.contains(q.category().label()));
    var before = original.mean();
    var after = corrected.mean();
    return new Object[] {
      name,
      original.asked(),
      ResultTable.percent(before),
      corrected.asked(),
      ResultTable.percent(after),
      before.isPresent() && after.isPresent()
          ? String.format(Locale.ROOT, "%+.1f", 100 * (after.getAsDouble() - before.getAsDouble()))
          : "-",
      String.format(Locale.ROOT, "%.2f", 100 * key.ceiling(some).share())
    };
  }
}
