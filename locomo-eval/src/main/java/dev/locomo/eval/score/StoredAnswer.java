package dev.locomo.eval.score;

import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.eval.predict.Prediction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is stored about a question: an answer, or why there is none. */
public sealed interface StoredAnswer {
  /**
   * An answer.
   *
   * @param text may be empty
   * @param context ids of what the reader was shown, best first; null when that is not known
   */
  record Given(String text, @Nullable List<String> context) implements StoredAnswer {}

  /**
   * No answer.
   *
   * @param why the score of such a question under every metric
   */
  record Missing(Score.Unscored why) implements StoredAnswer {}

  /** Nothing is stored at all. */
  StoredAnswer NONE = new Missing(new Score.Unscored(Reason.NO_PREDICTION, "there is no answer"));

  /** The answer in a line of {@code predictions.jsonl}. */
  static StoredAnswer of(Prediction p) {
    boolean usable =
        switch (p.outcome()) {
          case ANSWERED, EMPTY -> true;
          case CUT_OFF -> !p.answer().isBlank();
          case FILTERED, FAILED -> false;
        };
    return usable
        ? new Given(p.answer(), p.context().isEmpty() ? null : p.context())
        : new Missing(
            new Score.Unscored(Reason.PROVIDER_FAILED, p.outcome().label() + ": " + p.reason()));
  }
}
