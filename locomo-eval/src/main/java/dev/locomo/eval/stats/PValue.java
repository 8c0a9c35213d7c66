package dev.locomo.eval.stats;

/**
 * The outcome of a two-sided test.
 *
 * @param p 0 to 1
 * @param method name for reports, for example {@code mcnemar-exact}
 */
public record PValue(double p, String method) {
  public PValue {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("illegal p value: " + p + ", must be between 0 and 1");
    }
  }
}
