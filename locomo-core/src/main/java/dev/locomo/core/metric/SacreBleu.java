package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Bleu.NGramMatches;
import dev.locomo.core.metric.text.MtevalWords;
import dev.locomo.core.python.PythonText;
import java.util.List;

/**
 * BLEU-4 as the package {@code sacrebleu} computes it, divided by 100: case kept, its exponential
 * smoothing, words by {@link MtevalWords} or single characters without blanks.
 *
 * <p>Of one text only the lengths of run are counted that it has; {@link #corpus} adds up the
 * counts of all texts first and is what sacrebleu is made for: the mean of values of single texts
 * is another number. <b>Value</b> in [0, 1], higher is better. <b>Empty side, or nothing in
 * common</b>: 0. <b>Unanswerable question</b>: no value. <b>Source</b> Post, WMT 2018; {@code
 * sacrebleu} 2.6, signatures {@code nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp} and {@code
 * tok:char}, for a corpus {@code eff:no}.
 */
enum SacreBleu implements TextMetric {
  WORDS("sacrebleu", "sentence BLEU of up to 4 words, as sacrebleu computes it"),
  CHARACTERS("sacrebleu-char", "sentence BLEU of up to 4 characters, as sacrebleu computes it");

  private static final int ORDER = 4;

  private final String id;
  private final String summary;

  SacreBleu(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  @Override
  public Compares compares(Question question) {
    return this == CHARACTERS ? Compares.TEXTS : Compares.WORDS;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Score.Scored compare(String candidate, String reference) {
    var matches = matches(candidate, reference);
    return new Score.Scored(
        bleu(matches, true),
        matches.candidate() + " predicted and " + matches.reference() + " gold tokens");
  }

  /**
   * BLEU of many texts together.
   *
   * @param candidates at least one
   * @param references as many
   * @throws IllegalArgumentException when there are not as many
   */
  public double corpus(List<String> candidates, List<String> references) {
    if (candidates.isEmpty() || candidates.size() != references.size()) {
      throw new IllegalArgumentException(
          candidates.size() + " candidates, " + references.size() + " references");
    }
    var sum = matches(candidates.getFirst(), references.getFirst());
    for (int i = 1; i < candidates.size(); i++) {
      sum = sum.plus(matches(candidates.get(i), references.get(i)));
    }
    return bleu(sum, false);
  }

  private NGramMatches matches(String candidate, String reference) {
    return NGramMatches.of(tokens(candidate), tokens(reference), ORDER);
  }

  private List<String> tokens(String text) {
    return this == WORDS
        ? MtevalWords.of(text)
        : text.codePoints()
            .filter(c -> !PythonText.isSpace(c))
            .mapToObj(Character::toString)
            .toList();
  }

  /**
   * @param effective whether lengths of run that the candidate does not have are left out, not 0
   */
  private static double bleu(NGramMatches matches, boolean effective) {
    if (matches.common()[0] == 0 || (!effective && matches.total()[ORDER - 1] == 0)) {
      return 0;
    }
    double logs = 0;
    double smoothing = 1;
    int order = 0;
    while (order < ORDER && matches.total()[order] > 0) {
      order++;
      smoothing *= matches.common()[order - 1] == 0 ? 2 : 1;
      double precision =
          matches.common()[order - 1] == 0
              ? 1 / (smoothing * matches.total()[order - 1])
              : matches.precision(order);
      logs += StrictMath.log(precision);
    }
    return StrictMath.exp(logs / order + matches.logBrevity());
  }
}
