package dev.locomo.core.python;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A Python number that remembers whether it is an {@code int} or a {@code float}, because the
 * original writes {@code 0} for the one and {@code 0.0} for the other.
 *
 * @param value the number; whole when {@code integer}
 * @param integer whether Python holds an {@code int}
 */
public record PythonNumber(double value, boolean integer) {
  /** The {@code int} 0, where Python's sums start. */
  public static final PythonNumber ZERO = new PythonNumber(0, true);

  /** The sum; an {@code int} only when both are. */
  public PythonNumber plus(PythonNumber other) {
    return new PythonNumber(value + other.value, integer && other.integer);
  }

  /** As Python prints it. */
  @Override
  public String toString() {
    return integer ? Long.toString((long) value) : repr(value);
  }

  /**
   * {@code repr(float)}: the fewest digits that read back as the same double, with an exponent
   * below 1e-4 and from 1e16 on.
   */
  public static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    String sign = Math.copySign(1, value) < 0 ? "-" : "";
    return sign + (value == 0 ? "0.0" : written(shortest(Math.abs(value))));
  }

  private static BigDecimal shortest(double value) {
    var two = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (two.precision() == 2) {
      // Java never goes below two digits: it writes 4.9E-324 where Python writes 5e-324.
      var one = new BigDecimal(value).round(new MathContext(1, RoundingMode.HALF_EVEN));
      return one.doubleValue() == value ? one : two;
    }
    return two;
  }

  private static String written(BigDecimal decimal) {
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      return decimal.setScale(Math.max(1, decimal.scale())).toPlainString();
    }
    String digits = decimal.unscaledValue().toString();
    String point = digits.length() == 1 ? "" : "." + digits.substring(1);
    String size = (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    return digits.charAt(0) + point + (exponent < 0 ? "e-" : "e+") + size;
  }

  /**
   * {@code round(float, digits)}: the decimal nearest to the exact binary value, ties to even.
   *
   * @param digits after the point, at least 0
   */
  public static double round(double value, int digits) {
    if (!Double.isFinite(value)) {
      return value;
    }
    double rounded = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    return Math.copySign(rounded, value);
  }
}
