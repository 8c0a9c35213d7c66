package dev.locomo.eval.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The outcome of a two-sided test.
 *
 * @param p 0 to 1
 * @param method name for reports, for example {@code mcnemar-exact}
 */
public record PValue(double p, String method) {
  public PValue {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("illegal p value: " + p + ", must be between 0 and 1");
    }
  }

  /**
   * Holm's step-down correction (1979): holds the chance of any false alarm in a family of tests at
   * the level, whatever their dependence.
   *
   * @return the adjusted p values, in the order given; empty for none
   */
  public static List<PValue> holm(List<PValue> tests) {
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
