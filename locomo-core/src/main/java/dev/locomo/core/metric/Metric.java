package dev.locomo.core.metric;

import dev.locomo.core.dataset.Question;
import java.util.List;
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

  /** Scores one answer; never null, never throws for any text. */
  Score score(Answered answered);

  /**
   * One answered question.
   *
   * @param question with its gold
   * @param prediction the answer; may be empty
   * @param context ids of what the reader was shown, best first, or null when that is not known
   */
  record Answered(Question question, String prediction, @Nullable List<String> context) {}
}
