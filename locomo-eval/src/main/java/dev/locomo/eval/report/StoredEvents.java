package dev.locomo.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.events.EventRecord;
import dev.locomo.eval.report.FlatReport.Line;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A run of event summarization read back from its folder.
 *
 * @param folder where it is
 * @param report the document of {@code eval-events --json}
 * @param units a node each: events, gold events and outcome
 * @param facts a node each, with its verdict
 */
public record StoredEvents(
    Path folder, JsonNode report, List<JsonNode> units, List<JsonNode> facts) {
  private static final String TASK = "eval-events";

  /** Whether a run of these settings is one of event summarization. */
  public static boolean is(RunSpec spec) {
    return spec.task().equals(TASK);
  }

  /**
   * Reads a run; writes nothing and waits for nobody.
   *
   * @throws DataError when it has not come to a report yet, or a file cannot be read
   */
  public static StoredEvents read(Path folder) {
    return new StoredEvents(
        folder,
        JsonFiles.read(folder.resolve(EventRecord.REPORT), JsonFiles.MAPPER::readTree),
        nodes(folder.resolve(EventRecord.EVENTS)),
        nodes(folder.resolve(EventRecord.FACTS)));
  }

  private static List<JsonNode> nodes(Path file) {
    var nodes = new ArrayList<JsonNode>();
    for (String line : Journal.read(file)) {
      try {
        nodes.add(JsonFiles.MAPPER.readTree(line));
      } catch (JsonProcessingException e) {
        throw new DataError(
            file.toString(), "line " + (nodes.size() + 1), "not valid JSON; was it edited?", e);
      }
    }
    return nodes;
  }

  /** Model, way of summarizing and sessions, in words. */
  public String title() {
    return report.path("model").asText()
        + ", "
        + report.path("summarizer").path("id").asText()
        + ", sessions "
        + report.path("sessions").asText();
  }

  /** The facts of a unit, of the summary or of the gold events. */
  List<JsonNode> facts(String unit, String side) {
    return facts.stream()
        .filter(f -> f.path("unit").asText().equals(unit) && f.path("side").asText().equals(side))
        .toList();
  }

  /** As tables for other programs. */
  public FlatReport flat() {
    var flat = new FlatReport(title(), "summaries", List.of());
    for (var metric : report.path("metrics").properties()) {
      JsonNode node = metric.getValue();
      flat.add(line(metric.getKey(), "all", node.path("overall")));
      for (var one : node.path("by_conversation").properties()) {
        flat.add(line(metric.getKey(), one.getKey(), one.getValue()));
      }
      flat.add(line(metric.getKey(), "macro over conversations", node.path("macro")));
      if (node.has("micro")) {
        flat.add(line(metric.getKey(), "micro over facts", node.path("micro")));
      }
    }
    return flat;
  }

  private static Line line(String metric, String slice, JsonNode node) {
    JsonNode mean = node.path("mean");
    return new Line(
        metric,
        slice,
        tally(node),
        mean.isNumber() ? OptionalDouble.of(mean.asDouble()) : OptionalDouble.empty(),
        interval(node));
  }

  private static @Nullable Tally tally(JsonNode node) {
    return node.has("asked")
        ? new Tally(
            node.path("asked").asInt(),
            node.path("answered").asInt(),
            node.path("scored").asInt(),
            node.path("mean").asDouble() * node.path("scored").asInt())
        : null;
  }

  private static @Nullable Interval interval(JsonNode node) {
    return node.path("low").isNumber()
        ? new Interval(
            node.path("low").asDouble(),
            node.path("high").asDouble(),
            0.95,
            node.path("method").asText())
        : null;
  }
}
