package dev.locomo.eval.claims;

import dev.locomo.eval.claims.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    var found = new ArrayList<Finding>();
    var reading = settle(table, found);
    CountFit.of(reading, counts, table.overall())
        .ifPresent(fit -> found.add(Sentences.counts(fit, table.overall())));
    found.addAll(new Ceiling(counts).check(table, reading));
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
      found.add(Partial.of(table, counts));
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
    found.addAll(RepeatedCells.check(table));
    var relabelling = Relabelling.search(table, counts);
    relabelling.finding(overall).ifPresent(found::add);
    return relabelling.settled();
  }

  /** Whether any finding contradicts the table. */
  public static boolean contradicted(List<Finding> findings) {
    return findings.stream().map(Finding::kind).anyMatch(Kind::contradicts);
  }
}
