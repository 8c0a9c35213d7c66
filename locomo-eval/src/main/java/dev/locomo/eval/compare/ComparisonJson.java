package dev.locomo.eval.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.eval.compare.Comparison.Match;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.PValue;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The document of {@code compare --json}; {@code docs/json.md} describes it. */
public final class ComparisonJson {
  private ComparisonJson() {}

  /** The document. */
  public static ObjectNode document(Comparison comparison) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("metric", comparison.contestants().getFirst().metric().id());
    root.put("level", 1 - Verdict.ALPHA).put("worse", comparison.anyWorse());
    comparison.warnings().forEach(root.putArray("warnings")::add);
    root.set("settings", settings(comparison.settings()));
    ArrayNode runs = root.putArray("runs");
    for (int i = 0; i < comparison.contestants().size(); i++) {
      var run = runs.addObject().put("name", comparison.contestants().get(i).name());
      run.set("scores", ScoreJson.summary(comparison.summaries().get(i)));
    }
    ArrayNode matches = root.putArray("comparisons");
    for (int i = 0; i < comparison.matches().size(); i++) {
      matches.add(match(comparison, i));
    }
    return root;
  }

  /** Every setting that differs; null where one is not recorded. */
  static ArrayNode settings(List<SettingDifference> differences) {
    ArrayNode settings = JsonFiles.MAPPER.createArrayNode();
    for (var difference : differences) {
      var values = settings.addObject().put("name", difference.name()).putArray("values");
      difference.values().forEach(v -> values.add(v.equals(SettingDifference.NONE) ? null : v));
    }
    return settings;
  }

  private static ObjectNode match(Comparison comparison, int index) {
    Match match = comparison.matches().get(index);
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("baseline", comparison.contestants().getFirst().name()).put("run", match.run());
    node.put("paired", match.pairs().size());
    node.put("only_baseline", match.onlyBaseline()).put("only_run", match.onlyRun());
    ObjectNode slices = node.putObject("slices");
    match.verdicts().forEach(v -> slices.set(v.test().slice(), verdict(v)));
    ObjectNode macro = node.putObject("macro").put("difference", match.macroDifference());
    interval(macro, match.macroInterval());
    ArrayNode questions = node.putArray("questions");
    for (Pair pair : match.differing()) {
      questions.add(
          question(
              pair, comparison.contestants().getFirst(), comparison.contestants().get(index + 1)));
    }
    return node;
  }

  static ObjectNode verdict(Verdict verdict) {
    PairedTest test = verdict.test();
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("pairs", test.pairs()).put("conversations", test.conversations());
    node.put("difference", test.difference());
    interval(node, test.interval());
    node.put("finding", verdict.finding().label());
    node.put("p", verdict.decisive().p()).put("p_holm", verdict.adjusted().p());
    node.put("test", verdict.decisive().method());
    ObjectNode tests = node.putObject("tests");
    put(tests, test.byConversation());
    put(tests, test.byQuestion());
    node.put("effect", number(test.effect())).put("effect_name", test.effectName());
    return node.put("detectable", number(test.detectable()));
  }

  private static void put(ObjectNode tests, PValue p) {
    tests.put(p.method(), p.p());
  }

  private static void interval(ObjectNode node, Interval interval) {
    node.put("low", interval.low()).put("high", interval.high()).put("method", interval.method());
  }

  private static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? Double.valueOf(value.getAsDouble()) : null;
  }

  private static ObjectNode question(Pair pair, Contestant baseline, Contestant run) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    var question = pair.question();
    node.put("question_id", question.id().toString()).put("category", question.category().label());
    node.put("baseline", pair.baseline()).put("run", pair.run());
    node.put("difference", pair.difference());
    node.put("question", question.text().isEmpty() ? null : question.text());
    node.put("baseline_answer", baseline.answers().get(question.id()));
    return node.put("run_answer", run.answers().get(question.id()));
  }
}
