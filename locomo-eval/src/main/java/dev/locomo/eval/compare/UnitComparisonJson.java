package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.eval.score.ScoreJson;

/**
 * The document of {@code compare --json} for runs whose pieces are not questions; {@code
 * docs/json.md} describes it.
 */
public final class UnitComparisonJson {
  private UnitComparisonJson() {}

  /** The document. */
  public static ObjectNode document(UnitComparison comparison) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("task", comparison.runs().getFirst().task());
    root.put("level", 1 - Verdict.ALPHA).put("worse", comparison.anyWorse());
    comparison.warnings().forEach(root.putArray("warnings")::add);
    root.set("settings", ComparisonJson.settings(comparison.settings()));
    var runs = root.putArray("runs");
    for (UnitScores run : comparison.runs()) {
      var metrics = runs.addObject().put("name", run.name()).putObject("metrics");
      for (String metric : comparison.metrics()) {
        ObjectNode slice = ScoreJson.slice(UnitComparison.slice(run, metric));
        slice.remove("answered"); // scores do not say
        metrics.set(metric, slice);
      }
    }
    var matches = root.putArray("comparisons");
    for (var match : comparison.matches()) {
      var node = matches.addObject().put("baseline", comparison.runs().getFirst().name());
      var metrics = node.put("run", match.run()).putObject("metrics");
      match.verdicts().forEach((metric, v) -> metrics.set(metric, ComparisonJson.verdict(v)));
      var units = node.putObject("units");
      match
          .differing()
          .forEach((metric, differing) -> {
            var list = units.putArray(metric);
            for (var one : differing) {
              list.addObject()
                  .put("unit", one.unit())
                  .put("baseline", one.baseline())
                  .put("run", one.run())
                  .put("difference", one.run() - one.baseline());
            }
          });
    }
    return root;
  }
}
