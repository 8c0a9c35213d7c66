package dev.locomo.core.dataset;

import java.util.List;

/**
 * Something that happens in a speaker's life. The published file has the text alone; generated
 * files may say more.
 *
 * @param text one sentence
 * @param date when it happened, as written; empty when only its session's date is known
 * @param id its name among the events of the speaker, for example {@code E3}; may be empty
 * @param causedBy ids of the events of the same speaker that led to it; may be empty
 */
public record Event(String text, String date, String id, List<String> causedBy) {
  public Event {
    causedBy = List.copyOf(causedBy);
  }

  /** An event of which only the text is known. */
  public static Event of(String text) {
    return new Event(text, "", "", List.of());
  }
}
