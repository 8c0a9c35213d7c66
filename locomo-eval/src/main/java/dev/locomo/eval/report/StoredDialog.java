package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.dialog.DialogRecord;
import dev.locomo.eval.report.Chart.Point;
import dev.locomo.eval.report.Chart.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A run of dialogue generation read back from its folder.
 *
 * @param folder where it is
 * @param report the document of {@code eval-dialog --json}
 * @param turns a node each: what was generated and what was really said
 * @param scores by turn, its nodes
 */
public record StoredDialog(
    Path folder, JsonNode report, List<JsonNode> turns, Map<String, List<JsonNode>> scores) {
  private static final String TASK = "eval-dialog";

  /** What is drawn unless a metric is named; those that a run has. */
  private static final List<String> DRAWN =
      List.of(
          "mm-relevance-minigpt5",
          "mm-relevance-minigpt5-words",
          "mm-relevance-captions",
          "bertscore",
          "rouge-l",
          "bleu-char-1");

  /** Whether a run of these settings is one of dialogue generation. */
  public static boolean is(RunSpec spec) {
    return spec.task().equals(TASK);
  }

  /**
   * Reads a run; writes nothing and waits for nobody.
   *
   * @throws DataError when it has not come to a report yet, or a file cannot be read
   */
  public static StoredDialog read(Path folder) {
    if (!is(RunSpec.read(folder.resolve(RunFolder.SPEC)))) {
      throw new UserError(folder + " is no run of eval-dialog", "one as --baseline");
    }
    var scores = new LinkedHashMap<String, List<JsonNode>>();
    for (JsonNode node : StoredJson.nodes(folder.resolve(RunFolder.SCORES))) {
      scores.computeIfAbsent(node.path("turn").asText(), _ -> new ArrayList<>()).add(node);
    }
    return new StoredDialog(
        folder,
        JsonFiles.read(folder.resolve(DialogRecord.REPORT), JsonFiles.MAPPER::readTree),
        StoredJson.nodes(folder.resolve(DialogRecord.TURNS)),
        scores);
  }

  /** Model, context and form of pictures, in words. */
  public String title() {
    JsonNode settings = report.path("settings");
    return settings.path("model").asText()
        + ", "
        + context()
        + ", picture "
        + settings.path("picture").asText();
  }

  /** For example {@code observation 5}. */
  private String context() {
    JsonNode settings = report.path("settings");
    String k = settings.path("top_k").asText();
    String context = settings.path("context").asText();
    return context.equals("none") ? "no context" : context + (k.isEmpty() ? "" : " " + k);
  }

  /** As tables for other programs. */
  public FlatReport flat() {
    var flat = new FlatReport(title(), "turns", List.of());
    for (var metric : report.path("metrics").properties()) {
      JsonNode node = metric.getValue();
      flat.add(StoredJson.line(metric.getKey(), "all", node.path("overall")));
      for (var one : node.path("by_history").properties()) {
        flat.add(StoredJson.line(metric.getKey(), one.getKey() + " tokens before", one.getValue()));
      }
      for (var one : node.path("by_conversation").properties()) {
        flat.add(StoredJson.line(metric.getKey(), one.getKey(), one.getValue()));
      }
    }
    return flat;
  }

  /**
   * Metrics by the length of the history, as the paper's figure 4B has MM-Relevance.
   *
   * @param metric the only one; null for those that are usually looked at
   * @param others runs shown beside it
   */
  public List<Chart> charts(@Nullable String metric, List<StoredDialog> others) {
    JsonNode metrics = report.path("metrics");
    if (metric != null && !metrics.has(metric)) {
      var there = new ArrayList<String>();
      metrics.fieldNames().forEachRemaining(there::add);
      throw new UserError(
          folder + " has no scores of '" + metric + "'", "--metric " + String.join(" or ", there));
    }
    var charts = new ArrayList<Chart>();
    for (String name : metric == null ? DRAWN : List.of(metric)) {
      JsonNode lengths = metrics.path(name).path("by_history");
      var labels = new ArrayList<String>();
      var points = new ArrayList<Point>();
      for (var one : lengths.properties()) {
        OptionalDouble mean = StoredJson.mean(one.getValue());
        if (mean.isPresent() && mean.getAsDouble() >= 0) {
          labels.add(one.getKey());
          int n = one.getValue().path("scored").asInt();
          points.add(
              new Point(one.getKey(), mean.getAsDouble(), StoredJson.interval(one.getValue()), n));
        }
      }
      if (!points.isEmpty()) {
        charts.add(
            new Chart(
                name,
                name + " by length of history",
                "tokens before the turn",
                Chart.Kind.POINTS,
                points,
                others.stream().map(other -> other.reference(name, labels)).toList()));
      }
    }
    return charts;
  }

  private Reference reference(String metric, List<String> labels) {
    JsonNode lengths = report.path("metrics").path(metric).path("by_history");
    String model = report.path("settings").path("model").asText();
    return new Reference(
        model + ", " + context(),
        labels.stream().map(label -> StoredJson.mean(lengths.path(label))).toList());
  }
}
