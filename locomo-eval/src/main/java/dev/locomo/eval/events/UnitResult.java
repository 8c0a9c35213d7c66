package dev.locomo.eval.events;

/**
 * What came of a unit.
 *
 * @param unit which
 * @param summary the events that the model wrote down
 * @param toldFacts facts of the summary, checked against the gold events: precision
 * @param goldFacts facts of the gold events, checked against the summary: recall
 */
public record UnitResult(Unit unit, Summary summary, FactSide toldFacts, FactSide goldFacts) {}
