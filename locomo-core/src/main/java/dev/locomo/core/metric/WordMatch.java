package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.text.AnswerNormalizer;
import dev.locomo.core.metric.text.SimpleTokenizer;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

/**
 * The original's further comparisons of an answer with the gold text, all of {@code
 * task_eval/evaluation.py}. Adversarial questions are compared with their lure, as there.
 */
public enum WordMatch implements Metric {
  /**
   * Whether both have the same words of {@link AnswerNormalizer}, whatever their order and number,
   * not stemmed. <b>Value</b> 0 or 1. <b>Empty prediction</b>: 1 only against a gold answer without
   * words. <b>Source</b> {@code exact_match_score}; the name is the original's, elsewhere it means
   * equal strings.
   */
  EXACT("exact-match", "the same set of normalised words") {
    @Override
    Score score(String prediction, String gold) {
      var predicted = new HashSet<>(AnswerNormalizer.words(prediction));
      return predicted.equals(new HashSet<>(AnswerNormalizer.words(gold)))
          ? new Score.Scored(1, "the same words")
          : new Score.Scored(0, "different words");
    }
  },
  /**
   * Whether the gold answer's tokens occur in the prediction, side by side and in order.
   * <b>Value</b> 0 or 1; of an adversarial question 1 means that the answer repeats the lure.
   * <b>Empty prediction</b>: 0, unless the gold answer has no tokens, which every text contains.
   * <b>Source</b> {@code has_answer}.
   */
  CONTAINED("has-answer", "the prediction contains the gold answer's tokens in a row") {
    @Override
    Score score(String prediction, String gold) {
      return contains(List.of(gold), prediction)
          ? new Score.Scored(1, "contains the gold answer")
          : new Score.Scored(0, "does not contain the gold answer");
    }
  },
  /**
   * Overlap of the distinct stemmed words, which the original calls {@code rougel_score}: it reads
   * the ROUGE-1 field of the {@code rouge} package, and that package counts each word once.
   * <b>Value</b> in [0, 1), because the package adds 1e-8 to a denominator. <b>Empty side</b>: 0.
   * <b>Source</b> PyPI {@code rouge} 1.0.1, which fails on answers of about 1000 words; here they
   * get the value of the formula.
   */
  STEMMED_ROUGE_1(
      "rouge-1-stemmed", "overlap of distinct stemmed words, the original's \"ROUGE-L\"") {
    @Override
    Score score(String prediction, String gold) {
      var overlap =
          Overlap.of(
              new HashSet<>(AnswerNormalizer.stems(prediction)),
              new HashSet<>(AnswerNormalizer.stems(gold)));
      return new Score.Scored(overlap.smoothedF1(), overlap.why("distinct stems"));
    }
  };

  private final String id;
  private final String summary;

  WordMatch(String id, String summary) {
    this.id = id;
    this.summary = summary;
  }

  abstract Score score(String prediction, String gold);

  @Override
  public Compares compares(Question question) {
    return this == STEMMED_ROUGE_1 ? Compares.STEMS : Compares.WORDS;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public boolean ofLure() {
    return true;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public Score score(Answered answered) {
    return score(answered.prediction(), TextMetric.gold(answered.question()));
  }

  /** Whether a text contains one of several answers; of no answers, false. */
  static boolean contains(List<String> answers, String text) {
    var tokens = SimpleTokenizer.tokens(text);
    return answers.stream()
        .anyMatch(a -> Collections.indexOfSubList(tokens, SimpleTokenizer.tokens(a)) >= 0);
  }
}
