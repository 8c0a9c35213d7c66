package dev.locomo.gen.event;

import java.time.LocalDate;
import java.util.List;

/**
 * Something that happens to a speaker.
 *
 * @param id {@code E} and a number, unique among the speaker's events
 * @param text one sentence
 * @param date the day
 * @param causes ids of events on earlier days; may be empty
 */
public record Event(String id, String text, LocalDate date, List<String> causes) {
  public Event {
    causes = List.copyOf(causes);
  }
}
