package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.metric.text.PlainWords;
import java.util.ArrayList;
import java.util.List;

/**
 * BLEU-N of one prediction against one gold answer: the brevity penalty times the geometric mean of
 * the clipped precisions of runs of 1 to N tokens, equally weighted, without smoothing.
 *
 * <p>The word metrics use {@link PlainWords}. The character metrics use the code points of both
 * texts as they are: NLTK, given strings instead of lists, counts characters, and the paper's
 * BLEU-1 and BLEU-2 of dialogue generation (table 7) were made that way. Unrelated texts have a
 * character BLEU-1 near 0.45, so the two must never share a name.
 *
 * <p><b>Value</b> in [0, 1], higher is better. <b>No common run of some length up to N, or fewer
 * than N tokens</b>: 0; there NLTK warns and puts in the smallest double, which gives a number
 * below 1e-70. <b>Empty side</b>: 0. <b>Unanswerable question</b>: no value. <b>Source</b> Papineni
 * et al., BLEU, ACL 2002, section 2; {@code nltk.translate.bleu_score.sentence_bleu}.
 */
public enum Bleu implements Metric {
  BLEU_1("bleu-1", 1, false),
  BLEU_2("bleu-2", 2, false),
  BLEU_3("bleu-3", 3, false),
  BLEU_4("bleu-4", 4, false),
  BLEU_CHAR_1("bleu-char-1", 1, true),
  BLEU_CHAR_2("bleu-char-2", 2, true);

  private final String id;
  private final int order;
  private final boolean characters;

  Bleu(String id, int order, boolean characters) {
    this.id = id;
    this.order = order;
    this.characters = characters;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return "sentence BLEU of up to " + order + (characters ? " characters" : " words");
  }

  @Override
  public boolean binary() {
    return false;
  }

  @Override
  public Score score(Answered answered) {
    if (answered.question().gold() instanceof Gold.Unanswerable) {
      return new Score.Unscored(
          Score.Reason.NOT_APPLICABLE, "the question has no answer to compare with");
    }
    String prediction = answered.prediction();
    String gold = GoldText.of(answered.question());
    return characters
        ? scored(characters(prediction), characters(gold))
        : scored(PlainWords.of(prediction), PlainWords.of(gold));
  }

  private static List<Integer> characters(String text) {
    var characters = new ArrayList<Integer>(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      characters.add(text.codePointAt(i));
    }
    return characters;
  }

  private <T> Score scored(List<T> predicted, List<T> gold) {
    return new Score.Scored(
        bleu(predicted, gold), predicted.size() + " predicted and " + gold.size() + " gold tokens");
  }

  /** StrictMath, because Math.log and Math.exp may differ in the last bit between machines. */
  private <T> double bleu(List<T> predicted, List<T> gold) {
    double logs = 0;
    for (int n = 1; n <= order; n++) {
      var overlap =
          n == 1
              ? Overlap.of(predicted, gold)
              : Overlap.of(NGrams.of(predicted, n), NGrams.of(gold, n));
      if (overlap.common() == 0) {
        return 0;
      }
      logs += StrictMath.log(overlap.precision()) / order;
    }
    double excess = (double) gold.size() / predicted.size() - 1;
    return StrictMath.exp(logs - Math.max(0, excess));
  }
}
