package dev.locomo.eval.compare;

import dev.locomo.core.dataset.Item;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Paired;
import java.util.Comparator;

/**
 * One item that both sides have a value for.
 *
 * @param item which
 * @param text of a question, where one side knows it; else empty
 * @param baseline its value in the baseline
 * @param run its value in the run
 */
public record Pair(Item item, String text, double baseline, double run) {
  /** The largest difference first, whichever its sign; ties in the order of the items. */
  static final Comparator<Pair> WIDEST_FIRST =
      Comparator.comparingDouble((Pair p) -> Math.abs(p.difference()))
          .reversed()
          .thenComparing(Pair::item, Item.ORDER);

  /** Run minus baseline: above 0 the run is better. */
  public double difference() {
    return run - baseline;
  }

  Paired paired() {
    return new Paired(item.cluster(), run, baseline);
  }

  /** The difference as a value, grouped by a slice. */
  Clustered clustered(String by) {
    return new Clustered(item.cluster(), item.slice(by), difference());
  }
}
