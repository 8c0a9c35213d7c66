package dev.locomo.eval.claims;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A score as printed, in percent. Its digits say how exactly it is known: 67.13 stands for
 * everything from 67.125 to 67.135.
 *
 * @param value 0 to 100
 * @param half half a unit of the last digit
 */
record Printed(BigDecimal value, BigDecimal half) {
  static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  // A spread behind the number, as in "66.88 ± 0.15", is read over.
  private static final Pattern NUMBER =
      Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)\\s*%?\\s*(?:(?:±|\\+/-|\\+-).*)?");

  /** In percent when the table is, else between 0 and 1; empty when this is no number. */
  static Optional<BigDecimal> number(String text) {
    var match = NUMBER.matcher(text.strip());
    return match.matches() ? Optional.of(new BigDecimal(match.group(1))) : Optional.empty();
  }

  static Printed percent(BigDecimal number) {
    return new Printed(number, BigDecimal.valueOf(5, number.scale() + 1));
  }

  static Printed fraction(BigDecimal number) {
    return new Printed(number.movePointRight(2), BigDecimal.valueOf(5, number.scale() - 1));
  }

  /** The least it can stand for, at least 0. */
  public BigDecimal low() {
    return value.subtract(half).max(BigDecimal.ZERO);
  }

  /** The most it can stand for, at most 100. */
  public BigDecimal high() {
    return value.add(half).min(HUNDRED);
  }

  int digits() {
    return Math.max(1, value.scale());
  }

  @Override
  public String toString() {
    return value.toPlainString();
  }
}
