package dev.locomo.core.dataset;

import java.util.Optional;

/**
 * The five kinds of question, with the numbers the published file uses.
 *
 * <p>Other harnesses disagree on the names; these are the paper's (section 4.1) and agree with the
 * counts of its table 5: 282 multi-hop, 321 temporal, 96 open-domain, 841 single-hop, 446
 * adversarial.
 */
public enum Category {
  MULTI_HOP(1, "multi-hop"),
  TEMPORAL(2, "temporal"),
  OPEN_DOMAIN(3, "open-domain"),
  SINGLE_HOP(4, "single-hop"),
  ADVERSARIAL(5, "adversarial");

  private final int number;
  private final String label;

  Category(int number, String label) {
    this.number = number;
    this.label = label;
  }

  /** The number in the file, 1 to 5. */
  public int number() {
    return number;
  }

  /** The name in reports and JSON, for example {@code multi-hop}. */
  public String label() {
    return label;
  }

  /** The category with this number, or empty when there is none. */
  public static Optional<Category> of(int number) {
    return number >= 1 && number <= 5 ? Optional.of(values()[number - 1]) : Optional.empty();
  }
}
