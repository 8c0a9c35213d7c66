package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.MersenneTwister;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the original's sessions take place, and which events they are about. */
record ReferenceCalendar(int eventsPerSession) {
  private static final int NINE = 32_400;
  private static final int SECONDS = 79_199 - NINE + 1;

  /** The next session's time: time of day first, then the day after an event, 1 or 2. */
  LocalDateTime next(
      String step, List<JsonNode> graphs, @Nullable LocalDateTime before, MersenneTwister draws) {
    int second = NINE + draws.below(SECONDS);
    LocalDate a = due(step, graphs.get(0), before);
    LocalDate b = due(step, graphs.get(1), before);
    LocalDate first = a.isBefore(b) ? a : b;
    return first.plusDays(draws.below(2) + 1L).atTime(second / 3600, second % 3600 / 60);
  }

  private LocalDate due(String step, JsonNode graph, @Nullable LocalDateTime before) {
    @Nullable LocalDate day = null;
    int count = 0;
    for (JsonNode event : sorted(step, graph)) {
      day = date(step, event);
      if (before == null || !day.atStartOfDay().isBefore(before)) {
        count++;
      }
      if (count == eventsPerSession) {
        break;
      }
    }
    if (day == null) {
      throw ReferenceCrash.at(step, "UnboundLocalError: no events");
    }
    return day;
  }

  private static List<JsonNode> sorted(String step, JsonNode graph) {
    var events = new ArrayList<JsonNode>();
    graph.forEach(events::add);
    events.sort(Comparator.comparing(event -> date(step, event)));
    return events;
  }

  private static LocalDate date(String step, JsonNode event) {
    return ReferenceDates.event(step, ReferenceCrash.text(step, event, "date"));
  }

  /** The events since the session before. */
  ArrayNode since(String step, JsonNode graph, LocalDateTime now, @Nullable LocalDateTime before) {
    ArrayNode events = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : sorted(step, graph)) {
      LocalDateTime day = date(step, event).atStartOfDay();
      if (!day.isAfter(now) && (before == null || day.isAfter(before))) {
        events.add(event);
      }
    }
    return events;
  }
}
