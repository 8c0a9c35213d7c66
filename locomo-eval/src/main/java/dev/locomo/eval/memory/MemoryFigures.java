package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.metric.Score;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.text.TextTable;
import dev.locomo.eval.score.ItemScore;
import dev.locomo.eval.score.MetricScores;
import dev.locomo.eval.score.ScoreSheet;
import dev.locomo.rag.memory.proxy.Phases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    everything(lines, found.values(), json);
    sheet
        .find("token-f1")
        .ifPresent(scores -> losses(scores, found, json.putObject("lost_points")));
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

  private static void losses(MetricScores scores, Map<String, JsonNode> found, ObjectNode losses) {
    var points = new LinkedHashMap<String, Double>();
    List.of("not_retrieved", "beyond_the_budget", "read_wrongly", "not_traced")
        .forEach(reason -> points.put(reason, 0.0));
    int scored = 0;
    for (ItemScore row : scores.rows()) {
      JsonNode line = found.get(row.item().key());
      if (row.score() instanceof Score.Scored s
          && row.item() instanceof Question q
          && line != null) {
        scored++;
        points.merge(reason(q, line), 1 - s.value(), Double::sum);
      }
    }
    int all = Math.max(1, scored);
    points.forEach((reason, sum) -> losses.put(reason, 100 * sum / all));
  }

  private static String reason(Question question, JsonNode line) {
    var evidence = TurnId.namedIn(question.evidence());
    var shown = new ArrayList<String>();
    line.path("shown").forEach(s -> shown.addAll(MemoryRecord.texts(s.path("sources"))));
    boolean traced = !shown.isEmpty() || line.path("given").asInt() == 0;
    if (evidence.isEmpty() || !traced) {
      return "not_traced";
    }
    if (TurnId.namedIn(shown).containsAll(evidence)) {
      return "read_wrongly";
    }
    shown.addAll(MemoryRecord.texts(line.path("beyond")));
    return TurnId.namedIn(shown).containsAll(evidence) ? "beyond_the_budget" : "not_retrieved";
  }

  /** Figures by their names, for tables; a sentence each where one is needed. */
  public Map<String, String> rows() {
    var rows = new LinkedHashMap<String, String>();
    rows.put("memory", text("memory") + ", " + text("memory_track") + " track");
    rows.put(
        "told",
        text("conversations")
            + (number("conversations") == 1 ? " conversation, " : " conversations, ")
            + text("turns_told")
            + " turns"
            + (number("buildings") > number("conversations")
                ? ", " + text("buildings") + " buildings"
                : ""));
    rows.put(
        "building",
        format(
            "%.1f s, %.1f s of conversations, searchable after %.2f s at most",
            number("seconds_building_wall"),
            number("seconds_building"),
            number("longest_until_searchable")));
    rows.put(
        "asking", format("%.1f s, median %.1f ms", number("seconds_asking"), number("median_ms")));
    json.path("models").properties().stream()
        .filter(phase -> phase.getValue().isObject())
        .forEach(phase -> rows.put("models, " + phase.getKey(), models(phase.getValue())));
    rows.put(
        "searches",
        text("asked") + ", " + text("empty") + " came back empty, " + text("failed") + " failed");
    rows.put(
        "items",
        format("%.1f given, %.1f shown of k = ", number("items_given"), number("items_shown"))
            + text("memory_k"));
    rows.put(
        "tokens", format("%.0f shown, budget ", number("tokens_given")) + text("memory_tokens"));
    rows.put(
        "evidence recall",
        text("memory_recall").equals("none")
            ? "- (not measurable)"
            : "by " + text("memory_recall"));
    if (json.has("lost_points")) {
      var parts = new ArrayList<String>();
      json.path("lost_points")
          .properties()
          .forEach(e ->
              parts.add(format("%.1f ", e.getValue().asDouble()) + e.getKey().replace('_', ' ')));
      rows.put("points lost", String.join(", ", parts));
    }
    if (number("forgot_to_index") > 0) {
      rows.put(
          "CAUTION",
          text("forgot_to_index")
              + " conversations were told, and a search for their last turn found nothing");
    }
    if (json.path("gives_nearly_everything").asBoolean()) {
      rows.put("FLAGGED", "this k gives a reader most of a conversation; nothing is retrieved");
    }
    return rows;
  }

  /** What a phase asked of the models that it got of us. */
  private static String models(JsonNode phase) {
    var parts = new ArrayList<String>();
    for (var endpoint : phase.properties()) {
      JsonNode sum = endpoint.getValue();
      JsonNode cost = sum.path("cost_usd");
      parts.add(
          format(
                  "%s: %d calls (%d cached, %d failed), %d + %d tokens, %.1f s",
                  endpoint.getKey(),
                  sum.path("calls").asLong(),
                  sum.path("cached").asLong(),
                  sum.path("failed").asLong(),
                  sum.path("input_tokens").asLong(),
                  sum.path("output_tokens").asLong(),
                  sum.path("seconds").asDouble())
              + (cost.isNumber() ? format(", %.4f USD", cost.asDouble()) : ""));
    }
    return String.join("; ", parts);
  }

  /** As a table for a terminal. */
  public String table() {
    var table = TextTable.of("memory system", "~");
    rows().forEach(table::row);
    return table.fit(WIDTH);
  }

  private String text(String name) {
    return json.path(name).asText();
  }

  private double number(String name) {
    return json.path(name).asDouble();
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
