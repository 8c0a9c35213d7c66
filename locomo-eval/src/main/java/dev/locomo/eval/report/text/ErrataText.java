package dev.locomo.eval.report.text;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metrics;
import dev.locomo.core.text.TextTable;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.score.Summary.Slice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
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
    Wrapping.say(
        out,
        "Corrected key %s %s (%s): %s."
            .formatted(errata.name(), errata.version(), errata.source(), errata.counts()));
    if (original.stream().anyMatch(summary -> Metrics.ofAnswers(summary.metric()))) {
      Wrapping.say(
          out,
          "Ceiling: what the original key leaves to a system that is always right, by this"
              + " overlay; questions that are void because they are asked twice cost it nothing.");
    }
  }

  private String table(Summary original, Summary corrected) {
    var titles =
        new ArrayList<>(
            List.of(
                "~" + original.title(),
                ">asked",
                ">original\nkey %",
                ">asked",
                ">corrected\nkey %",
                ">change"));
    boolean ceiling = Metrics.ofAnswers(original.metric());
    if (ceiling) {
      titles.add(">ceiling %");
    }
    var table = TextTable.of(titles.toArray(String[]::new));
    for (String name : original.slices().keySet()) {
      if (corrected.slices().containsKey(name)) {
        var of = ceiling && !original.apart().contains(name) ? Set.of(name) : Set.<String>of();
        table.row(
            cells(name, original.slice(name), corrected.slice(name), of)
                .subList(0, titles.size())
                .toArray());
      }
    }
    table.rule();
    for (var total : original.grouping().totals()) {
      String name = original.name(total);
      if (!name.isEmpty()) {
        var before = Objects.requireNonNull(original.totals().get(total.member()));
        var after = Objects.requireNonNull(corrected.totals().get(total.member()));
        var of = Set.copyOf(original.covered(total));
        table.row(cells(name, before, after, of).subList(0, titles.size()).toArray());
      }
    }
    return table.fit(ResultTable.WIDTH);
  }

  private List<Object> cells(String name, Slice original, Slice corrected, Set<String> categories) {
    var some = questions.stream().filter(q -> categories.contains(q.category().label()));
    var before = original.mean();
    var after = corrected.mean();
    var ceiling = key.ceiling(some).share();
    return List.of(
        name,
        original.asked(),
        ResultTable.percent(before),
        corrected.asked(),
        ResultTable.percent(after),
        before.isPresent() && after.isPresent()
            ? ResultTable.digits("%+.1f", 100 * (after.getAsDouble() - before.getAsDouble()))
            : "-",
        ceiling.isPresent() ? ResultTable.digits("%.2f", 100 * ceiling.getAsDouble()) : "-");
  }
}
