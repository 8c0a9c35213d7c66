package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import dev.locomo.eval.claims.ClaimTable.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which category each row of a table is really of: one way to read its labels. */
record Labelling(List<Claim> claims, List<Category> actual) {
  static Labelling asPrinted(List<Claim> claims) {
    return new Labelling(claims, claims.stream().map(Claim::category).toList());
  }

  /** Every way to hand the categories of these rows out among them, the printed one included. */
  static List<Labelling> all(List<Claim> claims) {
    var found = new ArrayList<Labelling>();
    extend(claims, new ArrayList<>(), asPrinted(claims).actual(), found);
    return found;
  }

  private static void extend(
      List<Claim> claims, List<Category> chosen, List<Category> left, List<Labelling> found) {
    if (left.isEmpty()) {
      found.add(new Labelling(claims, List.copyOf(chosen)));
    }
    for (var next : left) {
      chosen.add(next);
      extend(claims, chosen, left.stream().filter(c -> !c.equals(next)).toList(), found);
      chosen.removeLast();
    }
  }

  List<Printed> scores() {
    return claims.stream().map(Claim::score).toList();
  }

  Weighted weighted(Counts counts) {
    return Weighted.of(scores(), actual.stream().map(counts::of).toList());
  }

  /** The mean of the categories, each counting the same. */
  Weighted macro() {
    return Weighted.of(scores(), actual.stream().map(_ -> 1).toList());
  }

  /** Printed label to actual category, of the rows where they differ, in the table's order. */
  Map<Category, Category> moved() {
    var moved = new LinkedHashMap<Category, Category>();
    for (int i = 0; i < claims.size(); i++) {
      if (!claims.get(i).category().equals(actual.get(i))) {
        moved.put(claims.get(i).category(), actual.get(i));
      }
    }
    return moved;
  }

  Printed score(Category printed) {
    return claims.stream()
        .filter(claim -> claim.category().equals(printed))
        .findFirst()
        .orElseThrow()
        .score();
  }
}
