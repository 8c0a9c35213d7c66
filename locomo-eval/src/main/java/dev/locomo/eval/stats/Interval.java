package dev.locomo.eval.stats;

/**
 * A confidence interval and how it came about.
 *
 * @param low lower end, in the unit of the estimate
 * @param high upper end, at least {@code low}
 * @param level confidence level, strictly between 0 and 1
 * @param method name for reports, for example {@code wilson}; it says when a method had to give way
 *     to another
 */
public record Interval(double low, double high, double level, String method) {
  public Interval {
    checkLevel(level);
    if (!(low <= high)) {
      throw new IllegalArgumentException("illegal interval: " + low + " to " + high);
    }
  }

  /** Whether the value lies in the interval, ends included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }

  /** Length, at least 0. */
  public double width() {
    return high - low;
  }

  /** The one check of a confidence level. */
  static void checkLevel(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "illegal confidence level: " + level + ", must be between 0 and 1, both excluded");
    }
  }
}
