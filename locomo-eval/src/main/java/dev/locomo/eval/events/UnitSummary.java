package dev.locomo.eval.events;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.Summary.Macro;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * One metric over all units. Units of one conversation share its difficulty, so intervals are
 * bootstraps over conversations.
 *
 * @param metric the metric
 * @param overall every unit weighs the same
 * @param byConversation units of each conversation, in file order
 * @param macro every conversation weighs the same
 * @param micro every fact weighs the same; null for metrics that are not of facts
 */
public record UnitSummary(
    EventMetric metric,
    Slice overall,
    Map<String, Slice> byConversation,
    Macro macro,
    @Nullable Micro micro) {
  /**
   * A mean over facts, without length penalty. F1 is that of the two means.
   *
   * @param facts how many, of the units that could be scored; 0 for F1
   * @param supported how many of them are
   * @param mean empty when there are no facts
   * @param interval 95 %; null where there is none
   */
  public record Micro(int facts, int supported, OptionalDouble mean, @Nullable Interval interval) {}

  static UnitSummary of(EventMetric metric, Map<Unit, Score> scores, @Nullable Micro micro) {
    var values = new ArrayList<Clustered>();
    var tallies = new LinkedHashMap<String, Tally>();
    scores.forEach((unit, score) -> {
      if (score instanceof Score.Scored(double value, _)) {
        values.add(new Clustered(unit.sample(), unit.sample(), value));
      }
      var one = Tally.NONE.plus(answered(score), score);
      tallies.merge(unit.sample(), one, (a, b) -> a.plus(b));
    });
    var byConversation = new LinkedHashMap<String, Slice>();
    tallies.forEach((sample, tally) -> byConversation.put(sample, new Slice(tally, null)));
    Tally all = tallies.values().stream().reduce(Tally.NONE, (a, b) -> a.plus(b));
    return new UnitSummary(
        metric,
        new Slice(all, ClusterBootstrap.STANDARD.micro(values).orElse(null)),
        byConversation,
        new Macro(
            Tally.macro(tallies.values()), ClusterBootstrap.STANDARD.macro(values).orElse(null)),
        micro);
  }

  private static boolean answered(Score score) {
    return switch (score) {
      case Score.Scored _ -> true;
      case Score.Unscored(Score.Reason reason, _) ->
          reason == Score.Reason.NOT_APPLICABLE || reason == Score.Reason.VERDICT_UNREADABLE;
    };
  }

  /** Of the sides that could be scored. */
  static Micro micro(Map<Unit, FactSide> sides) {
    var values = new ArrayList<Clustered>();
    int facts = 0;
    int supported = 0;
    for (var entry : sides.entrySet()) {
      FactSide side = entry.getValue();
      if (side.problem() == null) {
        facts += side.facts().size();
        supported += side.supported();
        for (int i = 0; i < side.facts().size(); i++) {
          values.add(new Clustered(entry.getKey().sample(), i < side.supported() ? 1 : 0));
        }
      }
    }
    var mean = facts == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) supported / facts);
    return new Micro(facts, supported, mean, ClusterBootstrap.STANDARD.micro(values).orElse(null));
  }

  /** The F1 of two means. */
  static Micro f1(Micro precision, Micro recall) {
    if (precision.mean().isEmpty() || recall.mean().isEmpty()) {
      return new Micro(0, 0, OptionalDouble.empty(), null);
    }
    double p = precision.mean().getAsDouble();
    double r = recall.mean().getAsDouble();
    return new Micro(0, 0, OptionalDouble.of(p + r == 0 ? 0 : 2 * p * r / (p + r)), null);
  }
}
