package dev.locomo.eval.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.run.Journal;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.report.StoredRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/**
 * One side of a comparison of runs whose pieces are not questions: turns of {@code eval-dialog},
 * summaries of {@code eval-events}.
 *
 * @param name as the user gave it
 * @param settings what is recorded of how the scores came about
 * @param byMetric for each metric its value by unit, in the order of the file
 */
public record UnitScores(
    String name, SortedMap<String, String> settings, Map<String, Map<String, One>> byMetric) {
  /** The verbs that leave such runs, with what they call a unit. */
  private static final Map<String, String> UNITS =
      Map.of("eval-dialog", "turn", "eval-events", "unit");

  /**
   * One unit under one metric.
   *
   * @param sample its conversation
   * @param value empty when it could not be scored
   */
  public record One(String sample, OptionalDouble value) {}

  /** Whether this is the folder of such a run. */
  public static boolean is(Path path) {
    Path spec = path.resolve(RunFolder.SPEC);
    return Files.isRegularFile(spec) && UNITS.containsKey(RunSpec.read(spec).task());
  }

  /** The verb. */
  public String task() {
    return settings.getOrDefault(Contestant.TASK, "");
  }

  /**
   * Reads a run.
   *
   * @throws DataError when it has no scores yet or a line is none
   */
  public static UnitScores read(Path folder) {
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC));
    var settings = ContestantReader.settings(spec, StoredRun.manifest(folder));
    Path file = folder.resolve(RunFolder.SCORES);
    if (!Files.exists(file)) {
      throw new DataError(file.toString(), "", "no such file; has the run ended?");
    }
    var byMetric = new LinkedHashMap<String, Map<String, One>>();
    List<String> lines = Journal.read(file);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode node = node(file, i, lines.get(i));
      String unit = node.path(UNITS.getOrDefault(spec.task(), "unit")).asText();
      String metric = node.path("metric").asText();
      if (unit.isEmpty() || metric.isEmpty()) {
        throw new DataError(file.toString(), "line " + (i + 1), "no score of a metric and a unit");
      }
      byMetric.computeIfAbsent(metric, _ -> new LinkedHashMap<>()).put(unit, one(node, unit));
    }
    return new UnitScores(folder.toString(), settings, byMetric);
  }

  private static JsonNode node(Path file, int index, String line) {
    try {
      return JsonFiles.MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new DataError(
          file.toString(), "line " + (index + 1), "not valid JSON; expected one object a line", e);
    }
  }

  private static One one(JsonNode node, String unit) {
    JsonNode value = node.path("value");
    return new One(
        node.path("sample").asText(unit.replaceFirst("/[^/]*$", "")),
        value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty());
  }
}
