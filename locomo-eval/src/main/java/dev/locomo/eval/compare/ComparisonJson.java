package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.eval.compare.Comparison.Match;
import dev.locomo.eval.compare.Comparison.OfMetric;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.stats.ClusteredMean;

/** The document of {@code compare --json}; {@code docs/json.md} describes it. */
public final class ComparisonJson {
  private final Comparison comparison;

  private ComparisonJson(Comparison comparison) {
    this.comparison = comparison;
  }

  /** The document. */
  public static ObjectNode document(Comparison comparison) {
    return new ComparisonJson(comparison).document();
  }

  private ObjectNode document() {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    if (comparison.ofQuestions()) {
      root.put("metric", comparison.metrics().getFirst());
    } else {
      root.put("task", comparison.runs().getFirst().task());
    }
    root.put("level", 1 - Verdict.ALPHA).put("worse", comparison.anyWorse());
    comparison.warnings().forEach(root.putArray("warnings")::add);
    settings(root.putArray("settings"));
    ArrayNode runs = root.putArray("runs");
    for (int i = 0; i < comparison.runs().size(); i++) {
      scores(runs.addObject().put("name", comparison.runs().get(i).name()), i);
    }
    comparison.judges().describe(root.putArray("judges"));
    ArrayNode matches = root.putArray("comparisons");
    for (int i = 0; i < comparison.matches().size(); i++) {
      Match match = comparison.matches().get(i);
      ObjectNode node = matches.addObject().put("baseline", comparison.runs().getFirst().name());
      node.put("run", match.run());
      if (comparison.ofQuestions()) {
        questions(node, match.single(), i + 1);
      } else {
        metrics(node, match);
      }
    }
    return root;
  }

  /** Every setting that differs; null where one is not recorded. */
  private void settings(ArrayNode settings) {
    for (var difference : comparison.settings()) {
      var values = settings.addObject().put("name", difference.name()).putArray("values");
      difference.values().forEach(v -> values.add(v.equals(SettingDifference.NONE) ? null : v));
    }
  }

  private void scores(ObjectNode run, int index) {
    var summaries = comparison.summaries().get(index);
    if (comparison.ofQuestions()) {
      run.set("scores", ScoreJson.summary(summaries.getFirst()));
      return;
    }
    ObjectNode metrics = run.putObject("metrics");
    for (var summary : summaries) {
      ObjectNode slice = ScoreJson.slice(summary.overall());
      slice.remove("answered"); // scores do not say
      metrics.set(summary.metric(), slice);
    }
  }

  private void questions(ObjectNode node, OfMetric match, int run) {
    node.put("paired", match.pairs().size());
    node.put("only_baseline", match.onlyBaseline()).put("only_run", match.onlyRun());
    ObjectNode slices = node.putObject("slices");
    match.verdicts().forEach(v -> slices.set(v.test().slice(), verdict(v)));
    var baseline = comparison.summaries().getFirst().getFirst();
    for (var total : comparison.grouping().totals().reversed()) {
      var mean = match.macro(baseline, total);
      ObjectNode macro = node.putObject(total.macroMember());
      macro.put("difference", mean.map(ClusteredMean::mean).orElse(null));
      ScoreJson.interval(
          macro, mean.map(m -> m.differenceInterval(1 - Verdict.ALPHA)).orElse(null));
    }
    ArrayNode questions = node.putArray("questions");
    for (Pair pair : match.differing()) {
      ObjectNode question = questions.addObject();
      pair.item().members().forEach(question::put);
      values(question, pair);
      question.put("question", pair.text().isEmpty() ? null : pair.text());
      String key = pair.item().key();
      question.put("baseline_answer", comparison.runs().getFirst().answers().get(key));
      question.put("run_answer", comparison.runs().get(run).answers().get(key));
    }
  }

  private static void metrics(ObjectNode node, Match match) {
    ObjectNode metrics = node.putObject("metrics");
    ObjectNode units = node.putObject("units");
    match
        .byMetric()
        .forEach((metric, one) -> {
          metrics.set(metric, verdict(one.verdicts().getFirst()));
          ArrayNode list = units.putArray(metric);
          one.differing()
              .forEach(pair -> values(list.addObject().put("unit", pair.item().key()), pair));
        });
  }

  private static void values(ObjectNode node, Pair pair) {
    node.put("baseline", pair.baseline()).put("run", pair.run());
    node.put("difference", pair.difference());
  }

  private static ObjectNode verdict(Verdict verdict) {
    PairedTest test = verdict.test();
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("pairs", test.pairs()).put("conversations", test.conversations());
    node.put("difference", test.difference());
    ScoreJson.interval(node, test.interval());
    node.put("finding", verdict.finding().label());
    node.put("p", verdict.decisive().p()).put("p_holm", verdict.adjusted().p());
    node.put("test", verdict.decisive().method());
    ObjectNode tests = node.putObject("tests");
    tests.put(test.byInterval().method(), test.byInterval().p());
    if (test.byConversation() != null) {
      tests.put(test.byConversation().method(), test.byConversation().p());
    }
    tests.put(test.byQuestion().method(), test.byQuestion().p());
    node.put("effect", ScoreJson.number(test.effect())).put("effect_name", test.effectName());
    node.put("equivalence_p", ScoreJson.number(test.equivalence()));
    return node.put("detectable", ScoreJson.number(test.detectable()));
  }
}
