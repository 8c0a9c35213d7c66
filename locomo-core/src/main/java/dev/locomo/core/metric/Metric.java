package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.text.LanguageText;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pure function from an answer and its question to a {@link Score}.
 *
 * <p><b>How to add one</b>: write one class that implements this and states value range, empty
 * input and source; add it to {@code Metrics}; add a section to {@code docs/metrics.md} and a test
 * with numbers that can be checked by hand.
 */
public interface Metric {
  /** The name in commands and reports, for example {@code token-f1}. */
  String id();

  /** One line for lists of metrics. */
  String summary();

  /**
   * Whether the value of an adversarial question says how much of the wrong answer it tempts to was
   * taken, so that no mean may mix it with those of answerable questions.
   */
  default boolean ofLure() {
    return false;
  }

  /**
   * Whether it looks at the answer; else at what the reader was shown, and the gold is no limit.
   */
  default boolean ofAnswer() {
    return true;
  }

  /** What a metric compares, where the language is not English. */
  enum Compares {
    /** The texts as they are. */
    TEXTS,
    /** Words, which {@link LanguageText} finds. */
    WORDS,
    /** Stems, which {@link LanguageText} finds. */
    STEMS
  }

  /** What it compares of the answer to a question. */
  default Compares compares(Question question) {
    return Compares.TEXTS;
  }

  /** As {@link #score}, by the words of the language that the question's benchmark is in. */
  default Score scoreInItsLanguage(Answered answered) {
    var question = answered.question();
    String language = question.category().profile().language();
    Compares compares = compares(question);
    return compares == Compares.TEXTS || !LanguageText.knows(language)
        ? score(answered)
        : score(answered.plain(language, compares == Compares.STEMS));
  }

  /** Scores one answer; never null, never throws for any text. */
  Score score(Answered answered);

  /**
   * One answered question.
   *
   * @param question with its gold
   * @param prediction the answer; may be empty
   * @param context ids of what the reader was shown, best first, or null when that is not known
   */
  record Answered(Question question, String prediction, @Nullable List<String> context) {
    private Answered plain(String language, boolean stemmed) {
      UnaryOperator<String> words = text -> LanguageText.plain(text, language, stemmed);
      Gold gold =
          switch (question.gold()) {
            case Gold.Answer(String text) -> new Gold.Answer(words.apply(text));
            case Gold.Unanswerable(var lure, var stated) ->
                new Gold.Unanswerable(
                    lure == null ? null : words.apply(lure),
                    stated == null ? null : words.apply(stated));
          };
      var same =
          new Question(
              question.id(),
              question.text(),
              question.category(),
              gold,
              question.evidence(),
              question.details());
      return new Answered(same, words.apply(prediction), context);
    }
  }
}
