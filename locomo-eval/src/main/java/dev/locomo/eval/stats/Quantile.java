package dev.locomo.eval.stats;

/** Quantiles by linear interpolation (type 7 of Hyndman and Fan 1996, the default of numpy). */
final class Quantile {
  private Quantile() {}

  /**
   * @param sorted at least one value, ascending
   * @param p 0 to 1
   */
  static double of(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
