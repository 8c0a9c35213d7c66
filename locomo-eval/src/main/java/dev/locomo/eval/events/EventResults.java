package dev.locomo.eval.events;

import dev.locomo.core.metric.Score;
import dev.locomo.eval.events.FactSide.CheckedFact;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.facts.ErrorClass;
import dev.locomo.eval.predict.Outcome;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /** Every unit under a metric, in file order. */
  public Map<Unit, Score> scores(EventMetric metric) {
    var scores = new LinkedHashMap<Unit, Score>();
    units.forEach(result -> scores.put(result.unit(), metric.score(result, gamma)));
    return scores;
  }

  /** One a metric, in order; causal links only where the file has some. */
  public List<UnitSummary> summaries() {
    var told = sides(true);
    var gold = sides(false);
    return List.of(EventMetric.values()).parallelStream()
        .filter(metric -> metric != EventMetric.CAUSAL_LINKS || hasLinks())
        .map(metric ->
            UnitSummary.of(
                metric,
                scores(metric),
                switch (metric) {
                  case FACT_PRECISION -> UnitSummary.micro(told);
                  case FACT_RECALL -> UnitSummary.micro(gold);
                  case FACT_F1 -> UnitSummary.f1(told, gold);
                  default -> null;
                }))
        .toList();
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
    scores(EventMetric.FACT_F1)
        .forEach((unit, score) -> {
          if (score instanceof Score.Unscored(Score.Reason reason, String detail)
              && reason != Score.Reason.NOT_APPLICABLE) {
            problems.put(unit.id(), detail);
          }
        });
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
