package dev.locomo.cli.output;

import dev.locomo.cli.output.TextTable.Column;
import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Question;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Scores under the original and a corrected key, side by side, for people.
 *
 * @param out where they go
 * @param key the corrected key
 * @param questions as the original key has them
 */
public record ErrataOutput(PrintWriter out, CorrectedKey key, List<Question> questions) {
  private static final int WIDTH = 80;

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
        new TextTable(
            Column.left(original.metric().id()),
            Column.right("asked"),
            Column.right("original\nkey %"),
            Column.right("asked"),
            Column.right("corrected\nkey %"),
            Column.right("change"),
            Column.right("ceiling %"));
    for (Category category : Category.values()) {
      Slice one = original.byCategory().get(category);
      Slice other = corrected.byCategory().get(category);
      if (one != null && other != null) {
        row(table, category.label(), one, other, of(category));
      }
    }
    table.rule();
    row(
        table,
        "categories 1-4",
        original.answerable(),
        corrected.answerable(),
        questions.stream().filter(q -> q.category() != Category.ADVERSARIAL));
    row(table, "categories 1-5", original.overall(), corrected.overall(), questions.stream());
    return table.fit(WIDTH);
  }

  private Stream<Question> of(Category category) {
    return questions.stream().filter(q -> q.category() == category);
  }

  private void row(
      TextTable table, String name, Slice original, Slice corrected, Stream<Question> some) {
    var before = original.tally().mean();
    var after = corrected.tally().mean();
    table.row(
        name,
        original.tally().asked(),
        percent(before),
        corrected.tally().asked(),
        percent(after),
        before.isPresent() && after.isPresent()
            ? String.format(
                Locale.ROOT, "%+.1f", 100 * (after.getAsDouble() - before.getAsDouble()))
            : "-",
        String.format(Locale.ROOT, "%.2f", 100 * key.ceiling(some).share()));
  }

  private static String percent(OptionalDouble mean) {
    return mean.isPresent() ? ResultTable.number(mean.getAsDouble()) : "-";
  }
}
