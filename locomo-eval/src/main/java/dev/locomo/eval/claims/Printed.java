package dev.locomo.eval.claims;

import dev.locomo.core.dataset.WidthForms;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

  // A spread behind the number, as in "66.88 ± 0.15", a mark or a remark in brackets is read over.
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:[~≈↑↓▲▼+\\p{So}\\uFE0F]\\s*){0,4}(\\d{1,9}(?:[.,]\\d{0,15})?|\\.\\d{1,15})\\s*%?\\s*"
              + "(?:(?:±|\\+/-|\\+-|[(\\[†‡*↑↓▲▼^_\\p{So}\\p{No}]|[a-e]$).*)?");
  private static final Pattern RIGHT_OF =
      Pattern.compile(
          "(\\d{1,6})\\s*/\\s*([1-9]\\d{0,5})(?:\\s*[(=]\\s*([0-9.]{1,12}\\s*%?)\\)?)?");
  private static final Set<String> NONE =
      Set.of(
          ("|-|--|—|–|−|n/a|na|nan|none|null|tbd|?|x|✗|×|/|...|n.a.|not reported|nr|oot|oom")
              .split("\\|"));

  /** Whether a cell says that there is no score. */
  static boolean none(String text) {
    return NONE.contains(text.strip().toLowerCase(Locale.ROOT));
  }

  /** In percent when the table is, else between 0 and 1; empty when this is no number. */
  static Optional<BigDecimal> number(String printed) {
    String text = WidthForms.narrow(printed);
    var parts = RIGHT_OF.matcher(text.strip());
    if (parts.matches()) {
      var share =
          new BigDecimal(parts.group(1))
              .multiply(HUNDRED)
              .divide(new BigDecimal(parts.group(2)), 8, RoundingMode.HALF_EVEN);
      return parts.group(3) == null ? Optional.of(share) : number(parts.group(3));
    }
    var match = NUMBER.matcher(text.strip());
    return match.matches()
        ? Optional.of(new BigDecimal(match.group(1).replace(',', '.')))
        : Optional.empty();
  }

  /** Whether the cell itself says that its number is a percentage. */
  static boolean isPercent(String printed) {
    String text = WidthForms.narrow(printed);
    return text.contains("%") || RIGHT_OF.matcher(text.strip()).matches();
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
