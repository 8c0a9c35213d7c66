package dev.locomo.eval.score;

import dev.locomo.core.dataset.Question;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.eval.predict.Prediction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** The question under a metric; unscored without an answer. */
  default ItemScore scored(Question question, Metric metric) {
    return switch (this) {
      case Missing(var why) -> new ItemScore(question, false, why);
      case Given(var text, var context) ->
          new ItemScore(
              question,
              true,
              metric.scoreInItsLanguage(new Metric.Answered(question, text, context)));
    };
  }

  /** All answers in a run's predictions. */
  static Map<Prediction.Key, StoredAnswer> of(Map<Prediction.Key, Prediction> predictions) {
    var answers = new LinkedHashMap<Prediction.Key, StoredAnswer>();
    predictions.forEach((key, prediction) -> answers.put(key, of(prediction)));
    return ofRun(answers);
  }

  /**
   * A run that shows its reader passages has shown nothing where the context is empty; of a run
   * without any, it is not known what was shown.
   */
  static Map<Prediction.Key, StoredAnswer> ofRun(Map<Prediction.Key, StoredAnswer> answers) {
    boolean known =
        answers.values().stream()
            .anyMatch(a -> a instanceof Given(_, var shown) && shown != null && !shown.isEmpty());
    if (!known) {
      answers.replaceAll((_, a) -> a instanceof Given(var text, _) ? new Given(text, null) : a);
    }
    return answers;
  }

  /** The answer in a line of {@code predictions.jsonl}, see {@link #ofRun}. */
  static StoredAnswer of(Prediction p) {
    boolean usable =
        switch (p.outcome()) {
          case ANSWERED, EMPTY -> true;
          case CUT_OFF -> !p.answer().isBlank();
          case FILTERED, FAILED -> false;
        };
    return usable
        ? new Given(p.answer(), p.context())
        : new Missing(
            new Score.Unscored(Reason.PROVIDER_FAILED, p.outcome().label() + ": " + p.reason()));
  }
}
