package dev.locomo.eval.claims;

import dev.locomo.eval.claims.ClaimTable.Claim;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Overall scores that no mean of the printed parts can reach. */
final class Extremes {
  private Extremes() {}

  static List<Finding> check(ClaimTable table, Counts counts) {
    var found = new ArrayList<Finding>();
    var overall = table.overall();
    var scores = table.claims().stream().map(Claim::score).toList();
    if (scores.stream().allMatch(s -> s.high().compareTo(overall.low()) < 0)) {
      found.add(outside(overall, "above"));
    }
    if (scores.stream().allMatch(s -> s.low().compareTo(overall.high()) > 0)) {
      found.add(outside(overall, "below"));
    }
    found.addAll(beyond(overall, Relabelling.candidates(table), counts));
    return found;
  }

  private static Finding outside(Printed overall, String side) {
    return new Finding(
        Kind.OUTSIDE_PARTS,
        "overall %s is %s every category, which no mean can be".formatted(overall, side),
        Map.of("side", side));
  }

  private static List<Finding> beyond(Printed overall, List<Labelling> all, Counts counts) {
    var means = all.stream().map(labelling -> labelling.weighted(counts)).toList();
    var byMean = Comparator.<Weighted>comparingDouble(Weighted::mean);
    if (means.stream().allMatch(mean -> mean.isBelow(overall))) {
      var largest = means.stream().max(byMean).orElseThrow();
      return List.of(beyond(overall, "largest", largest.mean(overall.digits())));
    }
    if (means.stream().allMatch(mean -> mean.isAbove(overall))) {
      var smallest = means.stream().min(byMean).orElseThrow();
      return List.of(beyond(overall, "smallest", smallest.mean(overall.digits())));
    }
    return List.of();
  }

  private static Finding beyond(Printed overall, String end, BigDecimal mean) {
    return new Finding(
        Kind.BEYOND_ANY_LABELLING,
        "the %s question-weighted mean under any labelling is %s, overall says %s"
            .formatted(end, mean, overall),
        Map.of(end, mean));
  }
}
