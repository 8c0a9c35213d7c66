package dev.locomo.core.metric;

import java.util.Arrays;
import java.util.Locale;

/**
 * What stands in for the precision of a length of run that has no match, by NLTK's numbering of
 * Chen and Cherry, WMT 2014, with NLTK's constants. Its method 6 is left out: it fails where there
 * is no common run of three.
 */
enum BleuSmoothing {
  /** Nothing: such a BLEU is 0. */
  NONE,
  /** A tenth of a match. */
  METHOD1,
  /** One more match and one more run, except for single tokens. */
  METHOD2,
  /** Half a match, then a quarter, then an eighth. */
  METHOD3,
  /** Like method 3 but the less the shorter the candidate. */
  METHOD4,
  /** The mean over neighbouring lengths of run; up to 4/3. */
  METHOD5,
  /** Methods 4 and 5; up to 4/3. */
  METHOD7;

  private static final double EPSILON = 0.1;
  private static final double K = 5;
  private static final int LONGEST = 5;

  /** Empty, or {@code -method3}. */
  String suffix() {
    return this == NONE ? "" : "-" + name().toLowerCase(Locale.ROOT);
  }

  /** The longest runs that must be counted for BLEU of this order. */
  int longest(int order) {
    return this == METHOD5 || this == METHOD7 ? LONGEST : order;
  }

  double[] precisions(NGramMatches matches, int order) {
    return switch (this) {
      case METHOD5 -> averaged(matches, plain(matches, order));
      case METHOD7 -> averaged(matches, METHOD4.precisions(matches, order));
      default -> plain(matches, order);
    };
  }

  private double[] plain(NGramMatches matches, int order) {
    double[] precisions = new double[order];
    int missing = 0;
    for (int n = 1; n <= order; n++) {
      boolean none = matches.common()[n - 1] == 0;
      missing += none ? 1 : 0;
      precisions[n - 1] = precision(matches, n, none ? missing : 0);
    }
    return precisions;
  }

  /**
   * @param missing 0 when there are matches, else how many lengths up to this have none
   */
  private double precision(NGramMatches matches, int n, int missing) {
    int total = Math.max(1, matches.total()[n - 1]);
    if (this == METHOD2 && n > 1) {
      return (matches.common()[n - 1] + 1.0) / (total + 1);
    }
    double standIn =
        switch (this) {
          case METHOD1 -> EPSILON;
          case METHOD3 -> Math.scalb(1.0, -missing);
          case METHOD4 -> StrictMath.log(matches.candidate()) / (Math.scalb(1.0, missing) * K);
          default -> 0;
        };
    return missing == 0 ? matches.precision(n) : standIn / total;
  }

  private static double[] averaged(NGramMatches matches, double[] precisions) {
    double[] wider = Arrays.copyOf(precisions, precisions.length + 1);
    wider[precisions.length] = matches.precision(LONGEST);
    double before = precisions[0] + 1;
    for (int i = 0; i < precisions.length; i++) {
      before = (before + precisions[i] + wider[i + 1]) / 3;
      precisions[i] = before;
    }
    return precisions;
  }
}
