package dev.locomo.eval.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's step-down correction (1979): holds the chance of any false alarm in a family of tests at
 * the level, whatever their dependence.
 */
public final class Holm {
  private Holm() {}

  /**
   * The adjusted p values, in the order given; empty for none.
   *
   * @throws IllegalArgumentException when a p value is not between 0 and 1
   */
  public static List<PValue> adjust(List<PValue> tests) {
    var byP =
        IntStream.range(0, tests.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> tests.get(i).p()))
            .toList();
    var adjusted = new PValue[tests.size()];
    double floor = 0;
    for (int rank = 0; rank < byP.size(); rank++) {
      var test = tests.get(byP.get(rank));
      floor = Math.max(floor, Math.min(1, (tests.size() - rank) * test.p()));
      adjusted[byP.get(rank)] = new PValue(floor, test.method() + "+holm");
    }
    return List.of(adjusted);
  }
}
