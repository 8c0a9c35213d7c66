package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a system that answers everything rightly reaches on the published key, by an overlay or by
 * what a public audit found: 93.57 overall, 90.07 multi-hop, 91.90 temporal, 90.62 open-domain,
 * 95.72 single-hop. More takes wrong answers that were graded as right.
 */
final class Ceiling {
  private static final BigDecimal NEAR = BigDecimal.TWO;
  private static final Set<Category> AUDITED =
      Set.copyOf(Labels.CATEGORIES.stream().filter(c -> !c.unanswerable()).toList());

  private final Counts counts;

  Ceiling(Counts counts) {
    this.counts = counts;
  }

  /** The findings of the rows under this reading of the labels, and of the overall score. */
  List<Finding> check(ClaimTable table, Labelling reading) {
    var found = new ArrayList<Finding>();
    for (int i = 0; i < reading.claims().size(); i++) {
      var category = reading.actual().get(i);
      above(category.label(), reading.scores().get(i), Set.of(category)).ifPresent(found::add);
    }
    if (table.total().isPresent() && reading.actual().stream().noneMatch(Category::unanswerable)) {
      above("overall", table.overall(), AUDITED)
          .or(() -> near(table.overall()))
          .ifPresent(found::add);
    }
    return found;
  }

  private Optional<Finding> above(String label, Printed score, Set<Category> categories) {
    boolean flawed = reachable(categories) < questions(categories);
    boolean above = score.low().compareTo(ceiling(categories, 10)) > 0;
    return flawed && above ? Optional.of(above(label, score, shown(categories))) : Optional.empty();
  }

  private Finding above(String label, Printed score, BigDecimal ceiling) {
    return new Finding(
        Kind.ABOVE_CEILING,
        "%s %s is above the %s that right answers reach on the published key (%s)"
            .formatted(label, score, ceiling, counts.audit()),
        details(label, score, ceiling));
  }

  private Optional<Finding> near(Printed overall) {
    var ceiling = shown(AUDITED);
    var distance = ceiling.subtract(overall.value());
    boolean flawed = reachable(AUDITED) < questions(AUDITED);
    return flawed && distance.compareTo(NEAR) <= 0
        ? Optional.of(near(overall, ceiling, distance))
        : Optional.empty();
  }

  private Finding near(Printed overall, BigDecimal ceiling, BigDecimal distance) {
    var details = details("overall", overall, ceiling);
    details.put("distance", distance);
    return new Finding(
        Kind.NEAR_CEILING,
        "overall %s is within %s of the %s that right answers reach on the published key (%s)"
            .formatted(overall, distance.toPlainString(), ceiling, counts.audit()),
        details);
  }

  private static Map<String, Object> details(String label, Printed score, BigDecimal ceiling) {
    var details = new LinkedHashMap<String, Object>();
    details.put("label", label);
    details.put("score", score.value());
    details.put("ceiling", ceiling);
    return details;
  }

  private int reachable(Set<Category> categories) {
    return categories.stream().mapToInt(counts::reachable).sum();
  }

  private int questions(Set<Category> categories) {
    return categories.stream().mapToInt(counts::of).sum();
  }

  private BigDecimal shown(Set<Category> categories) {
    return ceiling(categories, 2);
  }

  private BigDecimal ceiling(Set<Category> categories, int digits) {
    return BigDecimal.valueOf(100L * reachable(categories))
        .divide(BigDecimal.valueOf(questions(categories)), digits, RoundingMode.HALF_EVEN);
  }
}
