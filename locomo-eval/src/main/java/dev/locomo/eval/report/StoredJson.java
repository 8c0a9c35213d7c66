package dev.locomo.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.Journal;
import dev.locomo.eval.report.FlatReport.Line;
import dev.locomo.eval.stats.Interval;
import dev.locomo.eval.stats.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Reads back what runs wrote as JSON: lines, and means with what belongs to them. */
final class StoredJson {
  private static final double LEVEL = 0.95;

  private StoredJson() {}

  /**
   * The lines of a file.
   *
   * @throws DataError when one is no JSON
   */
  static List<JsonNode> nodes(Path file) {
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

  /** A mean as a line of a table. */
  static Line line(String metric, String slice, JsonNode node) {
    return new Line(metric, slice, tally(node), mean(node), interval(node));
  }

  /** Empty where nothing was scored. */
  static OptionalDouble mean(JsonNode node) {
    JsonNode mean = node.path("mean");
    return mean.isNumber() ? OptionalDouble.of(mean.asDouble()) : OptionalDouble.empty();
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

  /** Null where there is none. */
  static @Nullable Interval interval(JsonNode node) {
    return node.path("low").isNumber()
        ? new Interval(
            node.path("low").asDouble(),
            node.path("high").asDouble(),
            LEVEL,
            node.path("method").asText())
        : null;
  }
}
