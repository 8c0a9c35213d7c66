package dev.locomo.eval.stats;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Agreement of two orders of the same things (Kendall, Biometrika 1945): tau-b, which allows for
 * ties on either side.
 */
public final class KendallTau {
  private KendallTau() {}

  /**
   * Tau-b of two lists of keys, in [-1, 1]: 1 for the same order, -1 for the opposite one.
   *
   * @param first keys of the things, by which they are ordered
   * @param second keys of the same things in the same order, as many
   * @return empty for fewer than two things, and when all keys of a side are equal
   */
  public static OptionalDouble tauB(List<Double> first, List<Double> second) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "illegal lists: " + first.size() + " and " + second.size() + " keys");
    }
    long agreeing = 0;
    long untiedFirst = 0;
    long untiedSecond = 0;
    for (int i = 0; i < first.size(); i++) {
      for (int j = i + 1; j < first.size(); j++) {
        int a = first.get(i).compareTo(first.get(j));
        int b = second.get(i).compareTo(second.get(j));
        agreeing += (long) Integer.signum(a) * Integer.signum(b);
        untiedFirst += a == 0 ? 0 : 1;
        untiedSecond += b == 0 ? 0 : 1;
      }
    }
    return untiedFirst == 0 || untiedSecond == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(agreeing / Math.sqrt((double) untiedFirst * untiedSecond));
  }
}
