package dev.locomo.gen.question;

import dev.locomo.core.dataset.Gold;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.metric.Abstention;
import dev.locomo.core.metric.Metric;
import dev.locomo.core.metric.Metric.Answered;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.TokenF1;
import dev.locomo.core.metric.WordMatch;
import dev.locomo.core.profile.BenchmarkProfile;
import dev.locomo.core.profile.BenchmarkProfile.Comparison;
import dev.locomo.core.profile.Category;
import java.util.List;

/** Compares an answer with a proposed one, by the metrics that will score others. */
final class AnswerAgreement {
  private static final Category NO_ANSWER =
      BenchmarkProfile.LOCOMO.categories().stream()
          .filter(Category::unanswerable)
          .findFirst()
          .orElseThrow();

  private AnswerAgreement() {}

  /**
   * Whether both say the same, as far as words tell.
   *
   * @param threshold token F1 from which they do; an answer that holds the proposed one does too
   */
  static boolean agree(Category category, String proposed, String given, double threshold) {
    var question = question(category, new Gold.Answer(proposed));
    Metric f1 = category.comparison() == Comparison.PARTS ? TokenF1.MULTI : TokenF1.SINGLE;
    return value(f1, question, given) >= threshold
        || value(WordMatch.CONTAINED, question, given) == 1;
  }

  /** Whether an answer says that there is none. */
  static boolean abstains(String lure, String given) {
    var question = question(NO_ANSWER, new Gold.Unanswerable(lure, null));
    return value(new Abstention(), question, given) == 1;
  }

  private static double value(Metric metric, Question question, String given) {
    Score score = metric.score(new Answered(question, given, null));
    return score instanceof Score.Scored scored ? scored.value() : 0;
  }

  private static Question question(Category category, Gold gold) {
    return new Question(new QuestionId("proposed", 0), "", category, gold, List.of());
  }
}
