package dev.locomo.eval.compare;

import dev.locomo.core.dataset.Question;
import dev.locomo.eval.stats.Paired;
import java.util.Comparator;

/**
 * One question that both sides have a value for.
 *
 * @param question which
 * @param baseline its value in the baseline
 * @param run its value in the run
 */
public record Pair(Question question, double baseline, double run) {
  /** The largest difference first, whichever its sign; ties in the order of the ids. */
  static final Comparator<Pair> WIDEST_FIRST =
      Comparator.comparingDouble((Pair p) -> Math.abs(p.difference()))
          .reversed()
          .thenComparing(p -> p.question().id().sample())
          .thenComparing(p -> p.question().id().index());

  /** Run minus baseline: above 0 the run is better. */
  public double difference() {
    return run - baseline;
  }

  Paired paired() {
    return new Paired(question.id().sample(), run, baseline);
  }
}
