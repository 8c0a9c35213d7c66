package dev.locomo.eval.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of {@link MemoryFigures} in words. */
record FigureRows(JsonNode json) {
  /** Figures by their names, for tables; a sentence each where one is needed. */
  Map<String, String> rows() {
    var rows = new LinkedHashMap<String, String>();
    rows.put("memory", text("memory") + ", " + text("memory_track") + " track");
    rows.put(
        "told",
        Printable.counted((long) number("conversations"), "conversation")
            + ", "
            + Printable.counted((long) number("turns_told"), "turn")
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
    asked(rows);
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
          Printable.counted(
                  (long) number("forgot_to_index"),
                  "conversation was told",
                  "conversations were told")
              + ", and a search for the last turn found nothing");
    }
    if (json.path("gives_nearly_everything").asBoolean()) {
      rows.put("FLAGGED", "this k gives a reader most of a conversation; nothing is retrieved");
    }
    return rows;
  }

  /** What was asked of it, and what it gave. */
  private void asked(Map<String, String> rows) {
    boolean agent = json.has("tool_rounds");
    rows.put(
        agent ? "questions" : "searches",
        text("asked")
            + ", "
            + text("empty")
            + (agent ? " without a call, " : " came back empty, ")
            + text("failed")
            + " failed");
    if (agent) {
      String form = "%.1f calls in %.1f rounds of at most %s a question; %.0f refused";
      var rounds =
          new Object[] {
            number("items_given"),
            number("tool_rounds"),
            text("memory_rounds"),
            number("tool_errors")
          };
      rows.put("tools", format(form, rounds));
    } else {
      rows.put(
          "items",
          format("%.1f given, %.1f shown of k = ", number("items_given"), number("items_shown"))
              + text("memory_k"));
    }
  }

  /** What a phase asked of the models that it got of us. */
  private static String models(JsonNode phase) {
    var parts = new ArrayList<String>();
    for (var endpoint : phase.properties()) {
      JsonNode sum = endpoint.getValue();
      JsonNode cost = sum.path("cost_usd");
      parts.add(
          format(
                  "%s: %s (%d cached, %d failed), %d + %d tokens, %.1f s",
                  endpoint.getKey(),
                  Printable.counted(sum.path("calls").asLong(), "call"),
                  sum.path("cached").asLong(),
                  sum.path("failed").asLong(),
                  sum.path("input_tokens").asLong(),
                  sum.path("output_tokens").asLong(),
                  sum.path("seconds").asDouble())
              + (cost.isNumber() ? format(", %.4f USD", cost.asDouble()) : ""));
    }
    return String.join("; ", parts);
  }

  private String text(String name) {
    return json.path(name).asText();
  }

  private double number(String name) {
    return json.path(name).asDouble();
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
