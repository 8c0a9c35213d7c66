package dev.locomo.core.metric;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.Score.Scored;
import dev.locomo.core.metric.Score.Unscored;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.Category;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small answered questions for tests. */
final class Questions {
  private static final QuestionId ID = new QuestionId("test", 0);

  private Questions() {}

  static Answered answered(Category category, String gold, String prediction) {
    return answered(category, gold, prediction, List.of(), null);
  }

  static Answered adversarial(String question, String lure, String prediction) {
    var gold = new Gold.Unanswerable(lure, null);
    return new Answered(
        new Question(ID, question, BenchmarkProfile.LOCOMO.category(5), gold, List.of()),
        prediction,
        null);
  }

  static Answered retrieved(List<String> evidence, @Nullable List<String> context) {
    return answered(BenchmarkProfile.LOCOMO.category(4), "gold", "answer", evidence, context);
  }

  private static Answered answered(
      Category category,
      String gold,
      String prediction,
      List<String> evidence,
      @Nullable List<String> context) {
    Gold given =
        category.unanswerable() ? new Gold.Unanswerable(gold, null) : new Gold.Answer(gold);
    return new Answered(new Question(ID, "Who?", category, given, evidence), prediction, context);
  }

  /** The value; fails when there is none. */
  static double value(Metric metric, Answered answered) {
    return switch (metric.score(answered)) {
      case Scored s -> s.value();
      case Unscored u -> throw new AssertionError(metric.id() + " has no value: " + u.detail());
    };
  }
}
