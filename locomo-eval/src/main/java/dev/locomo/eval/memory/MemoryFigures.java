package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.loss.LossTable;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.protocol.Call;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.rag.memory.proxy.Phases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a memory system took and gave in a run, from its record: beside the scores, never in them.
 *
 * @param json all of it
 */
public record MemoryFigures(ObjectNode json) {
  private static final int WIDTH = 80;

  /**
   * Of a run.
   *
   * @param sheet the scores, by whose token F1 points are lost
   * @return empty for a run without a memory system
   */
  public static Optional<MemoryFigures> of(Path folder, ScoreSheet sheet) {
    var lines = MemoryRecord.read(folder);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    var spec = RunSpec.read(folder.resolve(RunFolder.SPEC)).onResult();
    ObjectNode json = JsonFiles.MAPPER.createObjectNode();
    for (String name : List.of("memory", "track", "recall", "k", "tokens")) {
      String setting = name.equals("memory") ? name : "memory_" + name;
      json.put(setting, spec.getOrDefault(setting, ""));
    }
    building(lines, json);
    var found = new LinkedHashMap<String, JsonNode>();
    Set<String> failed = new HashSet<>();
    for (JsonNode line : lines) {
      String question = line.path("question").asText();
      switch (line.path("op").asText()) {
        case "found" -> found.put(question, line);
        case "failed" -> failed.add(question);
        default -> {}
      }
    }
    failed.removeAll(found.keySet());
    asking(List.copyOf(found.values()), failed.size(), json);
    if (spec.containsKey("memory_rounds")) {
      json.put("memory_rounds", spec.get("memory_rounds"));
      json.put(
          "tool_rounds",
          mean(found.values().stream().map(l -> l.path("rounds").asDouble()).toList()));
      json.put(
          "tool_errors",
          lines.stream()
              .filter(l -> l.path("op").asText().equals("tool") && l.path("error").asBoolean())
              .count());
    }
    everything(lines, found.values(), json);
    sheet.find("token-f1").ifPresent(scores -> losses(scores, found, folder, json));
    var models = Phases.sum(lines);
    if (!models.path("models_asked").isEmpty()) {
      json.put("memory_model", spec.getOrDefault("memory_model", "none"));
      json.put("memory_embeddings", spec.getOrDefault("memory_embeddings", ""));
      json.set("models", models);
    }
    return Optional.of(new MemoryFigures(json));
  }

  private static void building(List<JsonNode> lines, ObjectNode json) {
    var built = lines.stream().filter(l -> l.path("op").asText().equals("built")).toList();
    json.put("conversations", built.stream().map(l -> l.path("sample")).distinct().count());
    json.put("buildings", built.size());
    json.put("turns_told", built.stream().mapToInt(l -> l.path("turns").asInt()).sum());
    json.put("seconds_building", sum(built, "seconds") + sum(built, "settle_seconds"));
    json.put("seconds_building_wall", wall(built));
    json.put(
        "longest_until_searchable",
        built.stream().mapToDouble(l -> l.path("settle_seconds").asDouble()).max().orElse(0));
    json.put("forgot_to_index", built.stream().filter(l -> !l.path("probe").asBoolean()).count());
  }

  /** The time in which any conversation was told: several are told side by side. */
  private static double wall(List<JsonNode> built) {
    double wall = 0;
    double until = 0;
    for (JsonNode line :
        built.stream().sorted(Comparator.comparingDouble(MemoryFigures::began)).toList()) {
      double ended = line.path("ended_ms").asDouble() / 1000;
      wall += Math.max(0, ended - Math.max(until, began(line)));
      until = Math.max(until, ended);
    }
    return wall;
  }

  private static double began(JsonNode line) {
    double took = line.path("seconds").asDouble() + line.path("settle_seconds").asDouble();
    return line.path("ended_ms").asDouble() / 1000 - took;
  }

  private static void asking(List<JsonNode> found, int failed, ObjectNode json) {
    json.put("asked", found.size() + failed);
    json.put("empty", found.stream().filter(l -> l.path("given").asInt() == 0).count());
    json.put("failed", failed);
    json.put("items_given", mean(found.stream().map(l -> l.path("given").asDouble()).toList()));
    json.put(
        "items_shown", mean(found.stream().map(l -> (double) l.path("shown").size()).toList()));
    json.put("tokens_given", mean(found.stream().map(l -> l.path("tokens").asDouble()).toList()));
    var seconds = found.stream().map(l -> l.path("seconds").asDouble()).sorted().toList();
    json.put("seconds_asking", sum(found, "seconds"));
    json.put("median_ms", seconds.isEmpty() ? 0 : 1000 * seconds.get(seconds.size() / 2));
  }

  private static double sum(List<JsonNode> lines, String member) {
    return lines.stream().mapToDouble(l -> l.path(member).asDouble()).sum();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElse(0);
  }

  /** Whether readers are shown most of a conversation: then nothing is retrieved. */
  private static void everything(List<JsonNode> lines, Iterable<JsonNode> found, ObjectNode json) {
    var turns = new HashMap<String, Integer>();
    var sessions = new HashMap<String, Integer>();
    lines.stream()
        .filter(l -> l.path("op").asText().equals("built"))
        .forEach(l -> {
          turns.put(l.path("sample").asText(), l.path("turns").asInt());
          sessions.put(l.path("sample").asText(), l.path("sessions").asInt());
        });
    var shares = new ArrayList<Double>();
    for (JsonNode line : found) {
      String sample = line.path("sample").asText();
      Set<String> sources = new HashSet<>();
      line.path("shown").forEach(s -> sources.addAll(MemoryRecord.texts(s.path("sources"))));
      boolean untraced = sources.isEmpty() && !line.path("shown").isEmpty();
      boolean all = line.path("given").asInt() >= sessions.getOrDefault(sample, Integer.MAX_VALUE);
      shares.add(
          untraced
              ? (all ? 1.0 : 0)
              : (double) sources.size()
                  / Math.max(1, turns.getOrDefault(sample, Integer.MAX_VALUE)));
    }
    json.put("gives_nearly_everything", mean(shares) >= 0.5);
  }

  /** What was found for each question, shown or beyond the budget: ids of turns. */
  public static Map<String, List<String>> found(Path folder) {
    var found = new LinkedHashMap<String, List<String>>();
    for (JsonNode line : MemoryRecord.read(folder)) {
      if (line.path("op").asText().equals("found")) {
        var all = shown(line);
        all.addAll(MemoryRecord.texts(line.path("beyond")));
        found.put(line.path("question").asText(), all);
      }
    }
    return found;
  }

  private static List<String> shown(JsonNode line) {
    var shown = new ArrayList<String>();
    line.path("shown").forEach(s -> shown.addAll(MemoryRecord.texts(s.path("sources"))));
    return shown;
  }

  /** Percent of the headline's points, by cause. */
  private static void losses(
      MetricScores scores, Map<String, JsonNode> found, Path folder, ObjectNode json) {
    var answers = new HashMap<Prediction.Key, StoredAnswer>();
    for (ItemScore row : scores.rows()) {
      JsonNode line = found.get(row.item().key());
      if (row.item() instanceof Question q && line != null) {
        var shown = shown(line);
        boolean traced = !shown.isEmpty() || line.path("given").asInt() == 0;
        answers.put(
            new Prediction.Key(q.id(), Call.FREE),
            new StoredAnswer.Given("", traced ? shown : null));
      }
    }
    var known = new LossTable.Known(answers, null, HumanLabels.of(folder), found(folder));
    LossTable.of(scores, known)
        .ifPresent(table -> {
          var column = List.copyOf(table.columns().values()).getLast();
          ObjectNode losses = json.putObject("lost_points");
          column
              .causes()
              .forEach((cause, lost) -> {
                if (table.causes().contains(cause)) {
                  losses.put(
                      cause.label().replace('-', '_'), 100 * lost / Math.max(1, column.scored()));
                }
              });
        });
  }

  /** Figures by their names, for tables; a sentence each where one is needed. */
  public Map<String, String> rows() {
    return new FigureRows(json).rows();
  }

  /** As a table for a terminal. */
  public String table() {
    var table = TextTable.of("memory system", "~");
    rows().forEach(table::row);
    return table.fit(WIDTH);
  }
}
