package dev.locomo.eval.events;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.Summary.Macro;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.ClusterBootstrap.Counts;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /**
   * The F1 of the two pooled shares, over the sides that could be scored.
   *
   * @param told by unit, facts of the summaries
   * @param gold by unit, facts of the gold events
   */
  static Micro f1(Map<Unit, FactSide> told, Map<Unit, FactSide> gold) {
    Micro precision = micro(told);
    Micro recall = micro(gold);
    if (precision.mean().isEmpty() || recall.mean().isEmpty()) {
      return new Micro(0, 0, OptionalDouble.empty(), null);
    }
    var pieces = new ArrayList<Counts>();
    told.forEach((unit, side) -> add(pieces, unit, side, 0));
    gold.forEach((unit, side) -> add(pieces, unit, side, 2));
    double f1 = f1(precision.mean().getAsDouble(), recall.mean().getAsDouble());
    return new Micro(
        0,
        0,
        OptionalDouble.of(f1),
        ClusterBootstrap.STANDARD
            .pooled(pieces, n -> f1(share(n[0], n[1]), share(n[2], n[3])))
            .orElse(null));
  }

  /** A piece a fact: how many it is and how many supported ones, at the places of its side. */
  private static void add(List<Counts> pieces, Unit unit, FactSide side, int at) {
    if (side.problem() == null) {
      for (int i = 0; i < side.facts().size(); i++) {
        double[] counts = new double[4];
        counts[at] = i < side.supported() ? 1 : 0;
        counts[at + 1] = 1;
        pieces.add(new Counts(unit.sample(), counts));
      }
    }
  }

  private static double share(double supported, double facts) {
    return facts == 0 ? 0 : supported / facts;
  }

  private static double f1(double precision, double recall) {
    double both = precision + recall;
    return both == 0 ? 0 : 2 * precision * recall / both;
  }
}
