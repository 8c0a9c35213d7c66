package dev.locomo.eval.events;

import dev.locomo.core.dataset.Event;
import dev.locomo.eval.predict.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What became of the request for a speaker's events.
 *
 * @param outcome answered; empty when the model says that there are none; cut off when a reply was,
 *     and the whole events in it count; filtered or failed when there is no summary
 * @param events in the order given, with the ids {@code E1}, {@code E2}, ...; may be empty
 * @param reason why it is not simply answered; empty when it is
 */
public record Summary(Outcome outcome, List<Event> events, String reason) {
  /** Nobody was asked yet. */
  public static final Summary NOT_ASKED = new Summary(Outcome.FAILED, List.of(), "not asked");

  public Summary {
    events = List.copyOf(events);
  }

  /** Of a reply that was complete. */
  static Summary of(List<Event> events) {
    return events.isEmpty()
        ? new Summary(Outcome.EMPTY, events, "the model names no event")
        : new Summary(Outcome.ANSWERED, events, "");
  }

  static Summary failed(String reason) {
    return new Summary(Outcome.FAILED, List.of(), reason);
  }

  /** Whether there is something to score, if only that the model names no event. */
  public boolean usable() {
    return switch (outcome) {
      case ANSWERED, EMPTY -> true;
      case CUT_OFF -> !events.isEmpty();
      case FILTERED, FAILED -> false;
    };
  }

  /** The texts, one a line: what ROUGE compares. */
  static String text(List<Event> events) {
    return events.stream().map(Event::text).collect(Collectors.joining("\n"));
  }
}
