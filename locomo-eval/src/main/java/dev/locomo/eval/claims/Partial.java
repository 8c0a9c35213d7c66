package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/** Tables that print an overall score but not all categories behind it. */
final class Partial {
  private Partial() {}

  /** What the missing categories would have to score, and whether they can. */
  static Finding of(ClaimTable table, Counts counts) {
    var shown = Labelling.asPrinted(table.claims()).weighted(counts);
    int missing = counts.of(table.missing());
    var all = BigDecimal.valueOf(shown.weight() + missing);
    var overall = table.overall();
    boolean possible =
        overall.high().multiply(all).compareTo(shown.low()) >= 0
            && overall.low().multiply(all).compareTo(mostOf(missing).add(shown.high())) <= 0;
    var implied =
        overall
            .value()
            .multiply(all)
            .subtract(shown.value())
            .divide(BigDecimal.valueOf(missing), overall.digits(), RoundingMode.HALF_EVEN);
    return finding(table, possible, implied);
  }

  private static BigDecimal mostOf(int questions) {
    return Printed.HUNDRED.multiply(BigDecimal.valueOf(questions));
  }

  private static Finding finding(ClaimTable table, boolean possible, BigDecimal implied) {
    var missing = labels(table.missing());
    return new Finding(
        possible ? Kind.PARTIAL : Kind.PARTIAL_IMPOSSIBLE,
        "%s not in the table; overall %s would need them to score %s%s"
            .formatted(
                missing,
                table.overall(),
                implied.toPlainString(),
                possible ? "" : ", which is impossible"),
        Finding.details("missing", missing, "implied", implied));
  }

  private static String labels(List<Category> categories) {
    return categories.stream().map(Category::label).collect(Collectors.joining(", "));
  }
}
