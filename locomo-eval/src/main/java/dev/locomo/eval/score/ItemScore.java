package dev.locomo.eval.score;

import dev.locomo.core.dataset.Item;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import java.util.Set;

/**
 * One item under one metric.
 *
 * @param item what was scored
 * @param answered whether there is anything that could be scored
 * @param score what the metric says of it
 */
public record ItemScore(Item item, boolean answered, Score score) {
  private static final Set<Reason> NOTHING_THERE =
      Set.of(Reason.NO_PREDICTION, Reason.PROVIDER_FAILED);

  /** Answered unless the score says that nobody answered, or that the provider failed. */
  public static ItemScore of(Item item, Score score) {
    boolean answered =
        !(score instanceof Score.Unscored(Reason reason, _) && NOTHING_THERE.contains(reason));
    return new ItemScore(item, answered, score);
  }
}
