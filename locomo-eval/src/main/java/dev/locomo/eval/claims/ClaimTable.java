package dev.locomo.eval.claims;

import dev.locomo.core.dataset.Category;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A published table: one row a category, in the order printed, and the overall score.
 *
 * @param claims at least one, no category twice
 * @param overall as printed
 */
record ClaimTable(List<Claim> claims, Printed overall) {
  public ClaimTable {
    claims = List.copyOf(claims);
    if (claims.isEmpty() || categories(claims).size() < claims.size()) {
      throw new IllegalArgumentException("illegal table: " + claims);
    }
  }

  private static Set<Category> categories(List<Claim> claims) {
    var categories = EnumSet.noneOf(Category.class);
    claims.forEach(claim -> categories.add(claim.category()));
    return categories;
  }

  boolean has(Category category) {
    return categories(claims).contains(category);
  }

  /** The categories other than adversarial that the table does not print; in file order. */
  List<Category> missing() {
    var missing = EnumSet.range(Category.MULTI_HOP, Category.SINGLE_HOP);
    missing.removeAll(categories(claims));
    return List.copyOf(missing);
  }

  List<Claim> withoutAdversarial() {
    return claims.stream().filter(c -> c.category() != Category.ADVERSARIAL).toList();
  }

  /**
   * One category's row.
   *
   * @param category what its label says
   * @param score as printed
   */
  record Claim(Category category, Printed score) {}
}
