package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.claims.ClaimTable.Claim;
import dev.locomo.eval.claims.Finding.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a published table against itself and the data set. It compares what the printed digits
 * stand for, never the digits: a table is contradicted only when no unrounded scores can be behind
 * it.
 */
public final class ClaimCheck {
  private final Counts counts;

  /** Against these numbers of questions. */
  public ClaimCheck(Counts counts) {
    this.counts = counts;
  }

  /** The findings, at least one, what contradicts the table first. */
  public List<Finding> check(ClaimTable table) {
    return new ClaimCheck(counts.orElse(table.counts())).findings(table);
  }

  private List<Finding> findings(ClaimTable table) {
    var found = new ArrayList<Finding>();
    if (table.total().isPresent()) {
      var reading = settle(table, found);
      CountFit.of(reading, counts, table.overall())
          .ifPresent(fit -> found.add(Sentences.counts(fit, table.overall())));
      found.addAll(new Ceiling(counts).check(table, reading));
    } else {
      var printed = Labelling.asPrinted(table.claims());
      found.add(Sentences.noOverall(printed.weighted(counts)));
      found.addAll(new Ceiling(counts).check(table, printed));
    }
    found.addAll(table.notes());
    found.sort((a, b) -> Boolean.compare(b.kind().contradicts(), a.kind().contradicts()));
    return List.copyOf(found);
  }

  // The labels as they have to be read from here on: as printed, unless only others make sense.
  private Labelling settle(ClaimTable table, List<Finding> found) {
    var printed = Labelling.asPrinted(table.claims());
    var without = Labelling.asPrinted(table.withoutAdversarial());
    var overall = table.overall();
    var micro = printed.weighted(counts);
    if (micro.canBe(overall)) {
      found.add(Sentences.consistent(overall, micro));
    } else if (!table.missing().isEmpty()) {
      found.add(partial(table));
    } else if (without.weighted(counts).canBe(overall)) {
      found.add(Sentences.withoutAdversarial(overall, without.weighted(counts), micro));
      return without;
    } else if (printed.macro().canBe(overall)) {
      found.add(Sentences.macro(overall, micro));
    } else {
      return explain(table, found).orElse(printed);
    }
    return printed;
  }

  private Optional<Labelling> explain(ClaimTable table, List<Finding> found) {
    var overall = table.overall();
    var printed = Labelling.asPrinted(table.claims());
    found.add(Sentences.differs(overall, printed.weighted(counts), printed.macro()));
    found.addAll(Extremes.check(table, counts));
    found.addAll(repeated(table));
    var relabelling = Relabelling.search(table, counts);
    relabelling.finding(overall).ifPresent(found::add);
    return relabelling.settled();
  }

  /** What the missing categories would have to score, and whether they can. */
  private Finding partial(ClaimTable table) {
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
    return partial(table, possible, implied);
  }

  private static BigDecimal mostOf(int questions) {
    return Printed.HUNDRED.multiply(BigDecimal.valueOf(questions));
  }

  private static Finding partial(ClaimTable table, boolean possible, BigDecimal implied) {
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

  /** Equal cells of a table that does not add up: one may have been copied over the other. */
  private static List<Finding> repeated(ClaimTable table) {
    var found = new ArrayList<Finding>();
    var claims = table.claims();
    for (int i = 0; i < claims.size(); i++) {
      for (int j = i + 1; j < claims.size(); j++) {
        if (claims.get(i).score().equals(claims.get(j).score())) {
          found.add(repeated(claims.get(i), claims.get(j).category().label()));
        }
      }
      if (claims.get(i).score().equals(table.overall())) {
        found.add(repeated(claims.get(i), "overall"));
      }
    }
    return found;
  }

  private static Finding repeated(Claim claim, String other) {
    String label = claim.category().label();
    return new Finding(
        Kind.REPEATED_CELL,
        "%s and %s both print %s: the cell may be repeated".formatted(label, other, claim.score()),
        Finding.details("cells", List.of(label, other), "score", claim.score().value()));
  }

  /** Whether any finding contradicts the table. */
  public static boolean contradicted(List<Finding> findings) {
    return findings.stream().map(Finding::kind).anyMatch(Kind::contradicts);
  }
}
