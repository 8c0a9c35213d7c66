package dev.locomo.eval.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.events.EventResults.UnitResult;
import dev.locomo.eval.events.FactSide.CheckedFact;
import dev.locomo.eval.facts.Check;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.score.Summary;
import java.util.ArrayList;
import java.util.List;

/** Results as JSON; {@code docs/json.md} describes the shapes. */
final class EventJson {
  private EventJson() {}

  /**
   * The document of {@code eval-events --json}, without what only the command knows: that of {@code
   * score --json} with conversations in place of categories.
   */
  public static ObjectNode document(EventResults results) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ObjectNode metrics = root.putObject("metrics");
    var micros = results.micros();
    for (Summary summary : results.sheet().summaries(EventResults.GROUPING)) {
      ObjectNode node = ScoreJson.summary(summary);
      Micro micro = micros.get(summary.metric());
      if (micro != null) {
        ObjectNode facts = node.putObject("micro");
        if (!summary.metric().equals(EventMetric.FACT_F1.id())) {
          facts.put("facts", micro.facts()).put("supported", micro.supported());
        }
        facts.setAll(ScoreJson.slice(micro.share()));
      }
      metrics.set(summary.metric(), node);
    }
    root.put("level", 0.95);
    ObjectNode outcomes = root.putObject("outcomes");
    results.outcomes().forEach((outcome, n) -> outcomes.put(outcome.label(), n));
    int known = results.outcomes().values().stream().mapToInt(i -> i).sum();
    outcomes.put("not-asked", results.asked() - known);
    outcomes.put("without-gold-events", results.units().size() - results.asked());
    ObjectNode errors = root.putObject("errors");
    results.errors().forEach((error, n) -> errors.put(error.label(), n));
    return root;
  }

  /** The lines of {@code events.jsonl}: a unit each. */
  public static List<String> events(EventResults results) {
    return results.units().stream().map(EventJson::events).toList();
  }

  private static String events(UnitResult result) {
    ObjectNode node = unit(result.unit());
    if (result.unit().hasGold()) {
      node.put("outcome", result.summary().outcome().label());
      node.put("reason", result.summary().reason());
    } else {
      node.put("outcome", "without-gold-events");
    }
    var told = node.putArray("events");
    result.summary().events().forEach(event -> told.add(event(event)));
    var gold = node.putArray("gold");
    result.unit().gold().forEach(event -> gold.add(event(event)));
    return node.toString();
  }

  private static ObjectNode event(Event event) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("id", event.id()).put("date", event.date()).put("event", event.text());
    if (!event.causedBy().isEmpty()) {
      event.causedBy().forEach(node.putArray("caused_by")::add);
    }
    return node;
  }

  private static ObjectNode unit(Unit unit) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    unit.members().forEach(node::put);
    return node;
  }

  /**
   * The lines of {@code facts.jsonl}: a fact each, the summary's before the gold ones of a unit.
   */
  public static List<String> facts(EventResults results) {
    var lines = new ArrayList<String>();
    for (UnitResult result : results.units()) {
      result.toldFacts().facts().forEach(f -> lines.add(fact(result.unit(), "summary", f)));
      result.goldFacts().facts().forEach(f -> lines.add(fact(result.unit(), "gold", f)));
    }
    return lines;
  }

  private static String fact(Unit unit, String side, CheckedFact checked) {
    ObjectNode node = unit(unit);
    node.put("side", side).put("event", checked.fact().event()).put("fact", checked.fact().text());
    switch (checked.check()) {
      case Check.Supported(int by, String why) ->
          node.put("supported", true).put("by", by).put("reason", why);
      case Check.Unsupported(String why) -> node.put("supported", false).put("reason", why);
      case Check.Unchecked(String why) ->
          node.put("unscored", Score.Reason.VERDICT_UNREADABLE.label()).put("reason", why);
    }
    var label = checked.label();
    if (label != null) {
      var error = label.error();
      node.put("error", error == null ? "unlabelled" : error.label());
      node.put("error_reason", label.why());
    }
    return node.toString();
  }

  /** The lines of {@code scores.jsonl}: a metric and unit each, always with an explanation. */
  public static List<String> scores(EventResults results) {
    return results.sheet().metrics().stream()
        .flatMap(m -> m.rows().stream().map(row -> ScoreLines.line(m.metric(), row, true)))
        .toList();
  }
}
