package dev.locomo.core.dataset.json;

import dev.locomo.core.dataset.Event;
import java.util.List;
import java.util.Set;

/**
 * Reads events: a string as published, or an object with {@code event} (the generator's spellings
 * {@code sub-event} and {@code sub_event} are read as well), {@code date}, {@code id} and {@code
 * caused_by}.
 */
final class EventNode {
  /** What an event has to be, in words. */
  static final String EXPECTED = "an event, a string or an object with \"event\"";

  /** What its causes have to be, in words. */
  static final String CAUSES = "a list of event ids";

  /** The keys of an event that is an object. */
  static final Set<String> KEYS =
      Set.of("event", "sub-event", "sub_event", "date", "id", "caused_by");

  private static final List<String> TEXTS = List.of("event", "sub-event", "sub_event");

  private EventNode() {}

  /** The events of a speaker; none when they are absent. */
  static List<Event> events(Node node) {
    return node.missing()
        ? List.of()
        : node.elements("a list of events").stream().map(EventNode::event).toList();
  }

  private static Event event(Node node) {
    if (!node.value().isObject()) {
      return Event.of(node.text(EXPECTED));
    }
    return new Event(
        text(node).text(EXPECTED),
        orEmpty(node.get("date"), "a date, a string"),
        orEmpty(node.get("id"), "an id, a string"),
        node.get("caused_by").texts(CAUSES));
  }

  /** Where an event's text is: the event itself, or the first of its members that can hold it. */
  static Node text(Node event) {
    if (!event.value().isObject()) {
      return event;
    }
    return TEXTS.stream()
        .map(event::get)
        .filter(text -> !text.missing())
        .findFirst()
        .orElse(event.get("event"));
  }

  private static String orEmpty(Node node, String expected) {
    String text = node.textOrNull(expected);
    return text == null ? "" : text;
  }
}
