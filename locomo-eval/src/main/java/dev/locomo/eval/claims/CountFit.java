package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of right answers behind a table, when its digits give them away: each score is {@code
 * right / n} for exactly one {@code right}, and the total agrees with the overall score.
 *
 * @param labelling how the labels were read
 * @param right by row
 * @param n by row
 */
record CountFit(Labelling labelling, List<Integer> right, List<Integer> n) {
  // Scores with one decimal fit often; a fit that one table in a hundred shows is no evidence.
  private static final double RARE = 0.01;

  static Optional<CountFit> of(Labelling labelling, Counts counts, Printed overall) {
    var right = new ArrayList<Integer>();
    var n = labelling.actual().stream().map(counts::of).toList();
    double chance = 1;
    for (int i = 0; i < n.size(); i++) {
      var score = labelling.scores().get(i);
      int least = right(score.low(), n.get(i), RoundingMode.CEILING);
      if (least != right(score.high(), n.get(i), RoundingMode.FLOOR)) {
        return Optional.empty();
      }
      right.add(least);
      chance *= Math.min(1, score.half().doubleValue() * 2 * n.get(i) / 100);
    }
    var fit = new CountFit(labelling, List.copyOf(right), n);
    return chance < RARE && fit.gives(overall) ? Optional.of(fit) : Optional.empty();
  }

  private static int right(BigDecimal percent, int n, RoundingMode mode) {
    return percent.multiply(BigDecimal.valueOf(n)).movePointLeft(2).setScale(0, mode).intValue();
  }

  private boolean gives(Printed overall) {
    var rightInPercent = BigDecimal.valueOf(100L * totalRight());
    var all = BigDecimal.valueOf(total());
    return rightInPercent.compareTo(overall.low().multiply(all)) >= 0
        && rightInPercent.compareTo(overall.high().multiply(all)) <= 0;
  }

  int totalRight() {
    return right.stream().mapToInt(Integer::intValue).sum();
  }

  int total() {
    return n.stream().mapToInt(Integer::intValue).sum();
  }

  /** Actual category to {@code right/n}, in the table's order. */
  Map<Category, String> byCategory() {
    var counts = new LinkedHashMap<Category, String>();
    for (int i = 0; i < n.size(); i++) {
      counts.put(labelling.actual().get(i), right.get(i) + "/" + n.get(i));
    }
    return counts;
  }
}
