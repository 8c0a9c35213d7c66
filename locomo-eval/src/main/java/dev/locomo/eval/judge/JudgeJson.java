package dev.locomo.eval.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.Prices.Price;
import dev.locomo.core.llm.Tokens;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.predict.Prediction.Exchange;
import dev.locomo.eval.score.ScoreJson;
import dev.locomo.eval.score.ScoreLines;
import dev.locomo.eval.stats.Agreement.Flips;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Verdicts as JSON; {@code docs/json.md} describes the shapes. */
public final class JudgeJson {
  private static final double LEVEL = 0.95;

  private JudgeJson() {}

  /** The document of {@code judge --json}, without what only the command knows. */
  public static ObjectNode document(PanelResult panel) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    root.put("level", LEVEL).put("repeats", panel.judging().repeats());
    ArrayNode judges = root.putArray("judges");
    panel.results().forEach(r -> judges.add(judge(r, panel.judging())));
    spreads(panel, root.putArray("spread"));
    agreement(panel, root);
    return root;
  }

  /** Name, model and rubric of a judge. */
  public static ObjectNode head(Judge judge) {
    return JsonFiles.MAPPER
        .createObjectNode()
        .put("judge", judge.id())
        .put("model", judge.model().id())
        .put("rubric", judge.rubric().id())
        .put("rubric_sha256", judge.rubric().hash());
  }

  private static ObjectNode judge(JudgeResult result, Judging judging) {
    ObjectNode node = head(result.judge());
    node.setAll(ScoreJson.summary(result.summary()));
    node.put("decided", result.scored());
    ObjectNode unscored = node.putObject("unscored");
    result.unscored().forEach((reason, n) -> unscored.put(reason.label(), n));
    ArrayNode repeats = node.putArray("repeat_means_1_4");
    result
        .repeatMeans(judging.judged())
        .forEach(mean -> {
          if (mean.isPresent()) {
            repeats.add(mean.getAsDouble());
          } else {
            repeats.addNull();
          }
        });
    node.set("flips", flips(result.flips()));
    return node;
  }

  /** How often repeated verdicts differ; rate and interval are null when nothing was repeated. */
  public static ObjectNode flips(Flips flips) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("repeated", flips.repeated()).put("flipped", flips.flipped());
    node.put("rate", nullable(flips.rate()));
    var interval = flips.interval(LEVEL).orElse(null);
    return node.put("low", interval == null ? null : (Double) interval.low())
        .put("high", interval == null ? null : (Double) interval.high());
  }

  private static void spreads(PanelResult panel, ArrayNode into) {
    for (var spread : panel.spreads()) {
      into.addObject()
          .put("model", spread.model())
          .put("low_rubric", spread.low())
          .put("low", spread.lowest())
          .put("high_rubric", spread.high())
          .put("high", spread.highest())
          .put("spread", spread.width());
    }
  }

  /** Puts {@code agreement} and {@code alpha} into a document. */
  public static void agreement(PanelResult panel, ObjectNode root) {
    ArrayNode pairs = root.putArray("agreement");
    for (var pair : panel.pairs()) {
      pairs
          .addObject()
          .put("first", pair.first().id())
          .put("second", pair.second().id())
          .put("items", pair.items())
          .put("same", pair.same())
          .put("kappa", nullable(pair.kappa()));
    }
    ObjectNode alphas = root.putObject("alpha");
    panel.alphas().forEach(alphas::put);
  }

  /**
   * The lines of {@code verdicts.jsonl}: one for each answer, judge and repeat, in the order of the
   * judges, then of the questions.
   */
  public static List<String> lines(PanelResult panel) {
    var lines = new ArrayList<String>();
    for (var result : panel.results()) {
      for (int i = 0; i < result.verdicts().size(); i++) {
        var repeats = result.verdicts().get(i);
        for (int r = 0; r < repeats.size(); r++) {
          lines.add(line(result.judge(), panel.judging().judged().get(i), r, repeats.get(r)));
        }
      }
    }
    return lines;
  }

  /**
   * The decided verdicts of one judge as lines of scores, which reports and comparisons read; the
   * metric's name is the judge's.
   */
  public static List<String> scores(JudgeResult result, String metric) {
    return result.rows().stream().map(row -> ScoreLines.line(metric, row)).toList();
  }

  private static String line(Judge judge, Judged judged, int repeat, Score score) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("question_id", judged.question().id().toString());
    node.put("category", judged.question().category().label());
    if (!judged.kind().isEmpty()) {
      node.put("kind", judged.kind());
    }
    node.put("model", judge.model().id()).put("rubric", judge.rubric().id()).put("repeat", repeat);
    switch (score) {
      case Score.Scored(double value, String why) ->
          node.put("verdict", value == 1 ? "correct" : "wrong").put("reason", why);
      case Score.Unscored(Score.Reason reason, String detail) ->
          node.put("unscored", reason.label()).put("reason", detail);
    }
    return node.put("answer", judged.answer()).toString();
  }

  /**
   * What judges cost.
   *
   * @param replies what the folder holds
   * @param price of their model, or null when it is unknown; then so is the cost
   */
  public static ObjectNode usage(
      Judging judging, Map<Prediction.Key, Prediction> replies, @Nullable Price price) {
    var exchanges = judging.exchanges(replies);
    var live = exchanges.stream().filter(x -> !x.cached()).toList();
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("verdicts", exchanges.size()).put("cached", exchanges.size() - live.size());
    Tokens.sum(live.stream().map(Exchange::tokens)).describe(node);
    return node.put("cost_usd", price == null ? null : (Double) Exchange.cost(live, price));
  }

  private static @Nullable Double nullable(OptionalDouble value) {
    return value.isPresent() ? (Double) value.getAsDouble() : null;
  }
}
