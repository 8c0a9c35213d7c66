package dev.locomo.eval.events;

import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.ClusterBootstrap;
import dev.locomo.eval.stats.ClusterBootstrap.Counts;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A mean over facts, every fact weighing the same, without length penalty. F1 is that of the two
 * means; its interval is a bootstrap over conversations, for F1 is no mean.
 *
 * @param facts how many, of the units that could be scored; 0 for F1
 * @param supported how many of them are
 * @param share the mean; empty when there are no facts
 */
record Micro(int facts, int supported, Slice share) {
  /** Of the sides that could be scored. */
  static Micro of(Map<Unit, FactSide> sides) {
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
    return new Micro(
        facts,
        supported,
        new Slice(
            null, mean, ClusteredMean.micro(values).map(m -> m.scoreInterval(0.95)).orElse(null)));
  }

  /**
   * The F1 of the two pooled shares, over the sides that could be scored.
   *
   * @param told by unit, facts of the summaries
   * @param gold by unit, facts of the gold events
   */
  static Micro f1(Map<Unit, FactSide> told, Map<Unit, FactSide> gold) {
    Micro precision = of(told);
    Micro recall = of(gold);
    if (precision.share().mean().isEmpty() || recall.share().mean().isEmpty()) {
      return new Micro(0, 0, new Slice(null, OptionalDouble.empty(), null));
    }
    var pieces = new ArrayList<Counts>();
    told.forEach((unit, side) -> add(pieces, unit, side, 0));
    gold.forEach((unit, side) -> add(pieces, unit, side, 2));
    double f1 = f1(precision.share().mean().getAsDouble(), recall.share().mean().getAsDouble());
    return new Micro(
        0,
        0,
        new Slice(
            null,
            OptionalDouble.of(f1),
            ClusterBootstrap.STANDARD
                .pooled(pieces, n -> f1(share(n[0], n[1]), share(n[2], n[3])))
                .orElse(null)));
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
