package dev.locomo.eval.claims;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A weighted sum of printed scores, exact: the least, the nominal and the most it can be. Kept
 * undivided, so that nothing is rounded before it is compared.
 */
record Weighted(BigDecimal low, BigDecimal value, BigDecimal high, int weight) {
  static Weighted of(List<Printed> scores, List<Integer> weights) {
    var total = new Weighted(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);
    for (int i = 0; i < scores.size(); i++) {
      total = total.plus(scores.get(i), weights.get(i));
    }
    return total;
  }

  private Weighted plus(Printed score, int count) {
    var times = BigDecimal.valueOf(count);
    return new Weighted(
        low.add(score.low().multiply(times)),
        value.add(score.value().multiply(times)),
        high.add(score.high().multiply(times)),
        Math.addExact(weight, count));
  }

  /** Whether the mean can be what the printed score stands for. */
  boolean canBe(Printed score) {
    return !isBelow(score) && !isAbove(score);
  }

  boolean isBelow(Printed score) {
    return high.compareTo(score.low().multiply(BigDecimal.valueOf(weight))) < 0;
  }

  boolean isAbove(Printed score) {
    return low.compareTo(score.high().multiply(BigDecimal.valueOf(weight))) > 0;
  }

  BigDecimal mean(int digits) {
    return value.divide(BigDecimal.valueOf(weight), digits, RoundingMode.HALF_EVEN);
  }

  double mean() {
    return value.doubleValue() / weight;
  }

  /** How far the mean can move within the rounding of its parts. */
  double slack() {
    return high.subtract(low).doubleValue() / weight;
  }
}
