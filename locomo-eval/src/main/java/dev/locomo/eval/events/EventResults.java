package dev.locomo.eval.events;

import dev.locomo.core.metric.Score;
import dev.locomo.core.profile.BenchmarkProfile.Total;
import dev.locomo.eval.events.FactSide.CheckedFact;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.facts.ErrorClass;
import dev.locomo.eval.predict.Outcome;
import dev.locomo.eval.score.Grouping;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a run; a pure function of the summaries and verdicts.
 *
 * @param units in file order
 * @param gamma of the length penalty; 0 for none
 */
public record EventResults(List<UnitResult> units, double gamma) {
  public EventResults {
    units = List.copyOf(units);
  }

  /** Summaries by conversation; facts that weigh the same each are a mean of their own. */
  public static final Grouping GROUPING =
      new Grouping(
          true,
          List.of(new Grouping.Cut("conversation", "%s", List.of(), Grouping.Intervals.NONE)),
          List.of(new Total("all", "overall", "macro over conversations", "macro", Set.of())),
          Map.of("micro", "micro over facts"),
          Map.of());

  /** Every unit under every metric, in file order; causal links only where the file has some. */
  public ScoreSheet sheet() {
    return new ScoreSheet(
        Arrays.stream(EventMetric.values())
            .filter(metric -> metric != EventMetric.CAUSAL_LINKS || hasLinks())
            .map(this::scores)
            .toList());
  }

  /** Every unit under a metric, in file order. */
  public MetricScores scores(EventMetric metric) {
    var rows = units.stream().map(r -> ItemScore.of(r.unit(), metric.score(r, gamma))).toList();
    return new MetricScores(metric.id(), "", rows);
  }

  /** The metrics of facts with every fact weighing the same, by their names. */
  Map<String, Micro> micros() {
    var told = sides(true);
    var gold = sides(false);
    return Map.of(
        EventMetric.FACT_PRECISION.id(), Micro.of(told),
        EventMetric.FACT_RECALL.id(), Micro.of(gold),
        EventMetric.FACT_F1.id(), Micro.f1(told, gold));
  }

  private Map<Unit, FactSide> sides(boolean told) {
    var sides = new LinkedHashMap<Unit, FactSide>();
    for (UnitResult result : units) {
      if (result.unit().hasGold()) {
        sides.put(result.unit(), told ? result.toldFacts() : result.goldFacts());
      }
    }
    return sides;
  }

  /** Whether gold events name what caused them. */
  public boolean hasLinks() {
    return units.stream().anyMatch(r -> !Matching.links(r.unit().gold()).isEmpty());
  }

  /** How many units had each outcome; units without gold events were not asked about. */
  public Map<Outcome, Integer> outcomes() {
    var counts = new EnumMap<Outcome, Integer>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, 0);
    }
    units.stream()
        .filter(r -> r.unit().hasGold() && !r.summary().equals(ToldEvents.NOT_ASKED))
        .forEach(r -> counts.merge(r.summary().outcome(), 1, Integer::sum));
    return counts;
  }

  /** Facts by kind of mistake; those that got no label are in none. */
  public Map<ErrorClass, Integer> errors() {
    var counts = new EnumMap<ErrorClass, Integer>(ErrorClass.class);
    for (ErrorClass error : ErrorClass.values()) {
      counts.put(error, 0);
    }
    for (UnitResult result : units) {
      for (var side : List.of(result.toldFacts(), result.goldFacts())) {
        for (CheckedFact fact : side.facts()) {
          var label = fact.label();
          if (label != null && label.error() != null) {
            counts.merge(label.error(), 1, Integer::sum);
          }
        }
      }
    }
    return counts;
  }

  /** Units with gold events. */
  public int asked() {
    return (int) units.stream().filter(r -> r.unit().hasGold()).count();
  }

  /** Why units with gold events got no F1, for want of a summary or of verdicts, by id. */
  public Map<String, String> problems() {
    var problems = new LinkedHashMap<String, String>();
    for (ItemScore row : scores(EventMetric.FACT_F1).rows()) {
      if (row.score() instanceof Score.Unscored(Score.Reason reason, String detail)
          && reason != Score.Reason.NOT_APPLICABLE) {
        problems.put(row.item().key(), detail);
      }
    }
    return problems;
  }

  /**
   * What came of a unit.
   *
   * @param unit which
   * @param summary the events that the model wrote down
   * @param toldFacts facts of the summary, checked against the gold events: precision
   * @param goldFacts facts of the gold events, checked against the summary: recall
   */
  public record UnitResult(Unit unit, ToldEvents summary, FactSide toldFacts, FactSide goldFacts) {}
}
