package dev.locomo.eval.events;

import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.eval.facts.Check;
import dev.locomo.eval.facts.Fact;
import dev.locomo.eval.facts.Labeller.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one side, checked against the other.
 *
 * @param facts in the order of their events; may be empty
 * @param problem why the side cannot be scored; null when it can
 */
record FactSide(List<CheckedFact> facts, Score.@Nullable Unscored problem) {
  /** Nothing was asked about it yet. */
  static final FactSide NOT_ASKED = problem(Reason.NO_PREDICTION, "not asked");

  public FactSide {
    facts = List.copyOf(facts);
  }

  static FactSide problem(Reason reason, String detail) {
    return new FactSide(List.of(), new Score.Unscored(reason, detail));
  }

  /** A side whose facts all have been asked about. */
  static FactSide of(List<CheckedFact> facts) {
    var unchecked = facts.stream().filter(f -> f.check() instanceof Check.Unchecked).toList();
    return new FactSide(
        facts,
        unchecked.isEmpty()
            ? null
            : new Score.Unscored(
                Reason.VERDICT_UNREADABLE,
                unchecked.size()
                    + " of "
                    + facts.size()
                    + " facts without a verdict: "
                    + unchecked.getFirst().check().why()));
  }

  /** Facts that the other side supports. */
  public int supported() {
    return (int) facts.stream().filter(f -> f.check() instanceof Check.Supported).count();
  }

  /** The share of facts that the other side supports, 0 to 1; no value when there is no fact. */
  public Score share() {
    if (problem != null) {
      return problem;
    }
    if (facts.isEmpty()) {
      return new Score.Unscored(Reason.NOT_APPLICABLE, "there is no fact");
    }
    return new Score.Scored(
        (double) supported() / facts.size(), supported() + " of " + facts.size() + " facts");
  }

  /**
   * A fact with what is said of it.
   *
   * @param fact the fact
   * @param check whether the other side supports it
   * @param label what kind of mistake it is; null when it is none, or nobody said yet
   */
  public record CheckedFact(Fact fact, Check check, @Nullable Label label) {}
}
