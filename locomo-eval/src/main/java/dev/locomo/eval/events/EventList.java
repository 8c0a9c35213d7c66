package dev.locomo.eval.events;

import dev.locomo.core.dataset.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Events as they come in, reply by reply. Each gets the next id, whatever the reply calls it;
 * causes are followed to the new ids, and those that name no event are dropped. An event with the
 * words of one before it is left out: a model that repeats itself tells nothing new.
 */
final class EventList {
  private final List<Event> events = new ArrayList<>();
  private final Set<String> texts = new HashSet<>();

  /** Adds the events of a reply. */
  void add(List<Event> written) {
    Map<String, String> ids = new HashMap<>();
    events.forEach(event -> ids.put(event.id(), event.id()));
    var added = new ArrayList<Event>();
    for (Event event : written) {
      if (texts.add(bare(event.text()))) {
        added.add(event);
        if (!event.id().isEmpty()) {
          ids.put(event.id(), "E" + (events.size() + added.size()));
        }
      }
    }
    for (Event event : added) {
      String id = nextId();
      var causes =
          event.causedBy().stream()
              .map(ids::get)
              .filter(Objects::nonNull)
              .filter(cause -> !cause.equals(id))
              .distinct()
              .toList();
      events.add(new Event(event.text(), event.date(), id, causes));
    }
  }

  private static String bare(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /** The id that the next event gets. */
  String nextId() {
    return "E" + (events.size() + 1);
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  /** One a line with id and date; of more than fit, the newest. */
  String newest(int tokens, ToIntFunction<String> count) {
    var lines = new ArrayList<String>();
    int left = tokens;
    for (int i = events.size() - 1; i >= 0; i--) {
      Event event = events.get(i);
      String date = event.date().isEmpty() ? "" : " [" + event.date() + "]";
      String line = event.id() + "." + date + " " + event.text();
      left -= count.applyAsInt(line + "\n");
      if (left < 0) {
        break;
      }
      lines.addFirst(line);
    }
    return String.join("\n", lines);
  }
}
