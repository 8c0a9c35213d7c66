package dev.locomo.eval.claims;

import dev.locomo.core.profile.Category;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The published scores of one system under one measure: one row a category, in the order printed,
 * and the overall score.
 *
 * @param name of the row or column that they stand in; empty where the file holds one table
 * @param claims at least one, no category twice
 * @param total the overall score as printed; empty where there is none
 * @param counts numbers of questions that the file prints and that are no category's in the data
 * @param notes what the reader has to know of how it was read
 */
public record ClaimTable(
    String name,
    List<Claim> claims,
    Optional<Printed> total,
    Map<Category, Integer> counts,
    List<Finding> notes) {
  public ClaimTable {
    claims = List.copyOf(claims);
    counts = Map.copyOf(counts);
    notes = List.copyOf(notes);
    if (claims.isEmpty() || categories(claims).size() < claims.size()) {
      throw new IllegalArgumentException("illegal table: " + claims);
    }
  }

  /** The overall score of a table that has one. */
  Printed overall() {
    return total.orElseThrow();
  }

  private static Set<Category> categories(List<Claim> claims) {
    var categories = new TreeSet<Category>();
    claims.forEach(claim -> categories.add(claim.category()));
    return categories;
  }

  /** The categories other than adversarial that the table does not print; in file order. */
  List<Category> missing() {
    var missing = new TreeSet<>(Labels.CATEGORIES.stream().filter(c -> !c.unanswerable()).toList());
    missing.removeAll(categories(claims));
    return List.copyOf(missing);
  }

  List<Claim> withoutAdversarial() {
    return claims.stream().filter(c -> !c.category().unanswerable()).toList();
  }

  /**
   * One category's row.
   *
   * @param category what its label says
   * @param score as printed
   */
  record Claim(Category category, Printed score) {}
}
