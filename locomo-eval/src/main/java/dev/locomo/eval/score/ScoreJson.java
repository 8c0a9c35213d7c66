package dev.locomo.eval.score;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Score;
import dev.locomo.eval.score.ScoreSheet.Row;
import dev.locomo.eval.score.Summary.Macro;
import dev.locomo.eval.score.Summary.Slice;
import dev.locomo.eval.stats.FewClusters;
import dev.locomo.eval.stats.Interval;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores as JSON; {@code docs/json.md} describes the shapes, which are kept from release to
 * release.
 */
public final class ScoreJson {
  private ScoreJson() {}

  /**
   * The document of {@code score --json}; every mean is between 0 and 1 and null when nothing was
   * scored.
   *
   * @param summaries one a metric
   * @param dataSha256 of the data file
   * @param protocol name of the scoring rule
   */
  public static ObjectNode document(List<Summary> summaries, String dataSha256, String protocol) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode();
    ObjectNode metrics = root.putObject("metrics");
    for (Summary summary : summaries) {
      metrics.set(summary.metric().id(), summary(summary));
    }
    root.put("data_sha256", dataSha256).put("protocol", protocol).put("level", 0.95);
    warnings(summaries, root.putArray("warnings"));
    return root;
  }

  private static void warnings(List<Summary> summaries, ArrayNode into) {
    long conversations = summaries.stream().mapToLong(Summary::conversations).max().orElse(0);
    FewClusters.warning(conversations).ifPresent(into::add);
  }

  /** One metric by category and over all. */
  public static ObjectNode summary(Summary summary) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.set("overall", slice(summary.overall()));
    node.set("categories_1_4", slice(summary.answerable()));
    ObjectNode categories = node.putObject("by_category");
    summary.byCategory().forEach((c, slice) -> categories.set(c.label(), slice(slice)));
    node.set("macro", macro(summary.macro()));
    node.set("macro_1_4", macro(summary.macroAnswerable()));
    return node;
  }

  /** A set of questions or other units. */
  public static ObjectNode slice(Slice slice) {
    var tally = slice.tally();
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("asked", tally.asked())
        .put("answered", tally.answered())
        .put("scored", tally.scored());
    node.put("mean", tally.mean().isPresent() ? Double.valueOf(tally.mean().getAsDouble()) : null);
    return interval(node, slice.interval());
  }

  /** A mean of means. */
  public static ObjectNode macro(Macro macro) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("mean", macro.mean().isPresent() ? Double.valueOf(macro.mean().getAsDouble()) : null);
    return interval(node, macro.interval());
  }

  /** Adds an interval; its members are null when there is none. */
  public static ObjectNode interval(ObjectNode node, @Nullable Interval interval) {
    return node.put("low", interval == null ? null : Double.valueOf(interval.low()))
        .put("high", interval == null ? null : Double.valueOf(interval.high()))
        .put("method", interval == null ? null : interval.method());
  }

  /** One line of {@code --per-question} and {@code scores.jsonl}, without a line feed. */
  public static String line(String metric, Row row) {
    ObjectNode node = JsonFiles.MAPPER.createObjectNode();
    node.put("question_id", row.question().id().toString());
    node.put("category", row.question().category().label()).put("metric", metric);
    switch (row.score()) {
      case Score.Scored(double value, String why) -> {
        node.put("value", value);
        if (!why.isEmpty()) {
          node.put("why", why);
        }
      }
      case Score.Unscored(Score.Reason reason, String detail) -> {
        node.put("unscored", reason.label());
        if (!detail.isEmpty()) {
          node.put("why", detail);
        }
      }
    }
    return node.toString();
  }
}
