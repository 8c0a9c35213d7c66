package dev.locomo.core.metric;

import java.util.List;

/**
 * How many runs of 1, 2, ... tokens a candidate shares with its reference: what BLEU is made of.
 *
 * @param common by length of run, from 1: how many of the candidate's runs are in the reference,
 *     repeats counted as often as they are in both
 * @param total by length of run: how many the candidate has
 * @param candidate number of its tokens
 * @param reference number of its tokens
 */
record NGramMatches(int[] common, int[] total, int candidate, int reference) {
  static <T> NGramMatches of(List<T> candidate, List<T> reference, int longest) {
    int[] common = new int[longest];
    int[] total = new int[longest];
    for (int n = 1; n <= longest; n++) {
      var overlap = Overlap.of(NGrams.of(candidate, n), NGrams.of(reference, n));
      common[n - 1] = overlap.common();
      total[n - 1] = overlap.predicted();
    }
    return new NGramMatches(common, total, candidate.size(), reference.size());
  }

  /** All counts added up. */
  NGramMatches plus(NGramMatches other) {
    int[] commons = common.clone();
    int[] totals = total.clone();
    for (int i = 0; i < commons.length; i++) {
      commons[i] += other.common[i];
      totals[i] += other.total[i];
    }
    return new NGramMatches(
        commons, totals, candidate + other.candidate, reference + other.reference);
  }

  /** Share of the runs of this length; 0 when there are none. */
  double precision(int length) {
    return (double) common[length - 1] / Math.max(1, total[length - 1]);
  }

  /**
   * The logarithm of the brevity penalty, at most 0. StrictMath everywhere, because Math.log and
   * Math.exp may differ in the last bit between machines.
   */
  double logBrevity() {
    return Math.min(0, 1 - (double) reference / candidate);
  }
}
