package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.text.PlainWords;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * BLEU-N of one text against one reference as NLTK's {@code sentence_bleu} computes it: the brevity
 * penalty times the geometric mean of the clipped precisions of runs of 1 to N tokens, equally
 * weighted. {@link SacreBleu} is the other common package.
 *
 * <p>The word metrics use {@link PlainWords}. The character metrics use the code points of both
 * texts as they are: NLTK, given strings instead of lists, counts characters, and the paper's
 * BLEU-1 and BLEU-2 of dialogue generation (table 7) were made that way. Unrelated texts have a
 * character BLEU-1 near 0.45, so the two must never share a name.
 *
 * <p><b>Value</b> in [0, 1], higher is better; methods 5 and 7 reach 4/3. <b>No common run of some
 * length up to N, or fewer than N tokens</b>: 0 without smoothing, where NLTK warns and puts in the
 * smallest double, which gives a number below 1e-70; else what the method puts in. <b>Empty side,
 * or not one common token</b>: 0. <b>Unanswerable question</b>: no value. <b>Source</b> Papineni et
 * al., BLEU, ACL 2002, section 2; {@code nltk.translate.bleu_score}.
 */
public enum Bleu implements TextMetric {
  BLEU_1(1, false, BleuSmoothing.NONE),
  BLEU_2(2, false, BleuSmoothing.NONE),
  BLEU_3(3, false, BleuSmoothing.NONE),
  BLEU_4(4, false, BleuSmoothing.NONE),
  BLEU_CHAR_1(1, true, BleuSmoothing.NONE),
  BLEU_CHAR_2(2, true, BleuSmoothing.NONE),
  BLEU_1_METHOD1(1, false, BleuSmoothing.METHOD1),
  BLEU_2_METHOD1(2, false, BleuSmoothing.METHOD1),
  BLEU_3_METHOD1(3, false, BleuSmoothing.METHOD1),
  BLEU_4_METHOD1(4, false, BleuSmoothing.METHOD1),
  BLEU_4_METHOD2(4, false, BleuSmoothing.METHOD2),
  BLEU_4_METHOD3(4, false, BleuSmoothing.METHOD3),
  BLEU_4_METHOD4(4, false, BleuSmoothing.METHOD4),
  BLEU_4_METHOD5(4, false, BleuSmoothing.METHOD5),
  BLEU_4_METHOD7(4, false, BleuSmoothing.METHOD7);

  private final int order;
  private final boolean characters;
  private final BleuSmoothing smoothing;

  Bleu(int order, boolean characters, BleuSmoothing smoothing) {
    this.order = order;
    this.characters = characters;
    this.smoothing = smoothing;
  }

  @Override
  public Compares compares(Question question) {
    return characters ? Compares.TEXTS : Compares.WORDS;
  }

  @Override
  public String id() {
    return "bleu-" + (characters ? "char-" : "") + order + smoothing.suffix();
  }

  @Override
  public String summary() {
    String smoothed = smoothing == BleuSmoothing.NONE ? "" : ", smoothed" + smoothing.suffix();
    return "sentence BLEU of up to "
        + order
        + (characters ? " characters" : " words")
        + smoothed.replace('-', ' ');
  }

  @Override
  public Score.Scored compare(String candidate, String reference) {
    return characters
        ? scored(characters(candidate), characters(reference))
        : scored(PlainWords.of(candidate), PlainWords.of(reference));
  }

  private static List<Integer> characters(String text) {
    return text.codePoints().boxed().toList();
  }

  private <T> Score.Scored scored(List<T> candidate, List<T> reference) {
    var matches = NGramMatches.of(candidate, reference, smoothing.longest(order));
    return new Score.Scored(
        bleu(matches), candidate.size() + " predicted and " + reference.size() + " gold tokens");
  }

  private double bleu(NGramMatches matches) {
    if (matches.common()[0] == 0) {
      return 0;
    }
    double logs = 0;
    for (double precision : smoothing.precisions(matches, order)) {
      if (precision > 0) {
        logs += StrictMath.log(precision) / order;
      } else if (smoothing == BleuSmoothing.NONE) {
        return 0;
      }
    }
    return StrictMath.exp(logs + matches.logBrevity());
  }

  /**
   * What stands in for the precision of a length of run that has no match, by NLTK's numbering of
   * Chen and Cherry, WMT 2014, with NLTK's constants. Its method 6 is left out: it fails where
   * there is no common run of three.
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
        var overlap = Overlap.of(Overlap.runs(candidate, n), Overlap.runs(reference, n));
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
}
