package dev.locomo.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.events.EventRecord;
import java.nio.file.Path;
import java.util.List;

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
        StoredJson.nodes(folder.resolve(EventRecord.EVENTS)),
        StoredJson.nodes(folder.resolve(EventRecord.FACTS)));
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
      flat.add(StoredJson.line(metric.getKey(), "all", node.path("overall")));
      for (var one : node.path("by_conversation").properties()) {
        flat.add(StoredJson.line(metric.getKey(), one.getKey(), one.getValue()));
      }
      flat.add(StoredJson.line(metric.getKey(), "macro over conversations", node.path("macro")));
      if (node.has("micro")) {
        flat.add(StoredJson.line(metric.getKey(), "micro over facts", node.path("micro")));
      }
    }
    return flat;
  }
}
