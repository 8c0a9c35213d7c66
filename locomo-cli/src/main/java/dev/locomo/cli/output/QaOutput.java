package dev.locomo.cli.output;

import dev.locomo.core.dataset.Category;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.score.Summary;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.task.QaResults;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The result of {@code eval-qa} for people. */
public final class QaOutput {
  /** Metrics with a table of their own; the others are one line each. */
  private static final Set<String> TABLES = Set.of("token-f1");

  private static final int WIDTH = 80;

  private QaOutput() {}

  /** Prints tables and notes. */
  public static void print(PrintWriter out, QaResults results, Dataset data, String title) {
    out.println(title);
    out.println();
    var others = new ArrayList<Summary>();
    for (Summary summary : results.summaries()) {
      if (TABLES.contains(summary.metric().id())) {
        out.println(ResultTable.of(summary));
      } else {
        others.add(summary);
      }
    }
    if (!others.isEmpty()) {
      out.println(ResultTable.totals(others));
    }
    notes(results, data).forEach(note -> Wrapping.lines(note, WIDTH).forEach(out::println));
  }

  private static List<String> notes(QaResults results, Dataset data) {
    var notes = new ArrayList<String>();
    var outcomes = results.outcomes();
    int asked = results.questions().size();
    var parts = new ArrayList<String>();
    outcomes.forEach((outcome, count) -> {
      if (count > 0) {
        parts.add(count + " " + outcome.label());
      }
    });
    int open = asked - outcomes.values().stream().mapToInt(i -> i).sum();
    if (open > 0) {
      parts.add(open + " not asked");
    }
    notes.add(asked + " questions: " + String.join(", ", parts) + ".");
    if (results.asks(Category.ADVERSARIAL)) {
      notes.add(
          "Always answering \"not mentioned\" scores "
              + ResultTable.number(results.alwaysAbstain(TokenF1.BY_CATEGORY))
              + " over all of them.");
    }
    if (outcomes.getOrDefault(Outcome.FAILED, 0) > 0) {
      notes.add("Failed questions are in no mean; the same command asks them again.");
    }
    long conversations = results.questions().stream().map(q -> q.id().sample()).distinct().count();
    notes.add("A difference smaller than the intervals is no difference.");
    FewClusters.warning(conversations).ifPresent(notes::add);
    notes.add("Data " + data.file() + ", sha256 " + data.sha256().substring(0, 12) + "...");
    return notes;
  }
}
