package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.python.MersenneTwister;
import dev.locomo.core.python.PythonError;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the original's sessions take place, and which events they are about. */
record ReferenceCalendar(int eventsPerSession) {
  private static final int NINE = 32_400;
  private static final int SECONDS = 79_199 - NINE + 1;

  /** The next session's time: time of day first, then the day after an event, 1 or 2. */
  LocalDateTime next(List<JsonNode> graphs, @Nullable LocalDateTime before, MersenneTwister draws) {
    int second = NINE + draws.below(SECONDS);
    LocalDate a = due(graphs.get(0), before);
    if (a == null) {
      throw new PythonError("UnboundLocalError", "no events");
    }
    LocalDate b = due(graphs.get(1), before);
    // Without events of the second one the variable still holds the first one's date.
    LocalDate first = b == null || a.isBefore(b) ? a : b;
    return first.plusDays(draws.below(2) + 1L).atTime(second / 3600, second % 3600 / 60);
  }

  private @Nullable LocalDate due(JsonNode graph, @Nullable LocalDateTime before) {
    @Nullable LocalDate day = null;
    int count = 0;
    for (JsonNode event : sorted(graph)) {
      day = date(event);
      if (before == null || !day.atStartOfDay().isBefore(before)) {
        count++;
      }
      if (count == eventsPerSession) {
        break;
      }
    }
    return day;
  }

  private static List<JsonNode> sorted(JsonNode graph) {
    List<JsonNode> events = PythonValue.each(graph);
    events.forEach(ReferenceCalendar::date);
    events.sort(Comparator.comparing(ReferenceCalendar::date));
    return events;
  }

  private static LocalDate date(JsonNode event) {
    return ReferenceDates.event(PythonValue.text(event, "date"));
  }

  /** The events since the session before. */
  ArrayNode since(JsonNode graph, LocalDateTime now, @Nullable LocalDateTime before) {
    ArrayNode events = JsonFiles.MAPPER.createArrayNode();
    for (JsonNode event : sorted(graph)) {
      LocalDateTime day = date(event).atStartOfDay();
      if (!day.isAfter(now) && (before == null || day.isAfter(before))) {
        events.add(event);
      }
    }
    return events;
  }
}
