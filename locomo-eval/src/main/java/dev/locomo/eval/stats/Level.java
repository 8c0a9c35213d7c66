package dev.locomo.eval.stats;

/** The one check of a confidence level. */
final class Level {
  private Level() {}

  static double check(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "illegal confidence level: " + level + ", must be between 0 and 1, both excluded");
    }
    return level;
  }
}
