package dev.locomo.eval.claims;

import dev.locomo.eval.claims.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Equal cells of a table that does not add up: one may have been copied over the other. */
final class RepeatedCells {
  private RepeatedCells() {}

  static List<Finding> check(ClaimTable table) {
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
}
