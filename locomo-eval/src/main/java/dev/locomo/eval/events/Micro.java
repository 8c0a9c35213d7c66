package dev.locomo.eval.events;

import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.Clustered;
import dev.locomo.eval.stats.ClusteredMean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A mean over facts, every fact weighing the same, without length penalty. F1 is that of the two
 * means.
 *
 * @param facts how many, of the units that could be scored; 0 for F1
 * @param supported how many of them are
 * @param share the mean; empty when there are no facts
 */
record Micro(int facts, int supported, Slice share) {
  /** Of the sides that could be scored. */
  static Micro of(Map<Unit, FactSide> sides) {
    var values = new ArrayList<Clustered>();
    sides.forEach((unit, side) -> add(values, unit, side, ""));
    int facts = values.size();
    int supported = (int) values.stream().filter(value -> value.value() == 1).count();
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
    var values = new ArrayList<Clustered>();
    told.forEach((unit, side) -> add(values, unit, side, "told"));
    gold.forEach((unit, side) -> add(values, unit, side, "gold"));
    var f1 = ClusteredMean.f1(values);
    var mean = f1.map(f -> OptionalDouble.of(f.mean())).orElse(OptionalDouble.empty());
    return new Micro(0, 0, new Slice(null, mean, f1.map(f -> f.scoreInterval(0.95)).orElse(null)));
  }

  private static void add(List<Clustered> values, Unit unit, FactSide side, String group) {
    for (int i = 0; side.problem() == null && i < side.facts().size(); i++) {
      values.add(new Clustered(unit.sample(), group, i < side.supported() ? 1 : 0));
    }
  }
}
