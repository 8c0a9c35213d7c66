package dev.locomo.core.metric;

import dev.locomo.core.metric.text.PlainWords;
import java.util.List;

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
}
