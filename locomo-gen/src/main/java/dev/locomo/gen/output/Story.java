package dev.locomo.gen.output;

import dev.locomo.gen.dialogue.Meeting;
import dev.locomo.gen.event.Event;
import dev.locomo.gen.persona.Pair;
import dev.locomo.gen.question.Proposal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as far as it is made.
 *
 * @param id its sample id
 * @param pair who talks
 * @param start first day of the time it covers; null when no events were asked for yet
 * @param eventsA what happens to a; empty when not asked for yet
 * @param eventsB what happens to b
 * @param meetings the sessions so far
 * @param questions proposals, verified or not
 */
public record Story(
    String id,
    Pair pair,
    @Nullable LocalDate start,
    List<Event> eventsA,
    List<Event> eventsB,
    List<Meeting> meetings,
    List<Proposal> questions) {
  public Story {
    eventsA = List.copyOf(eventsA);
    eventsB = List.copyOf(eventsB);
    meetings = List.copyOf(meetings);
    questions = List.copyOf(questions);
  }

  /** Two who have neither lived nor talked yet. */
  public static Story of(String id, Pair pair) {
    return new Story(id, pair, null, List.of(), List.of(), List.of(), List.of());
  }

  /** With events, from a day on. */
  public Story with(LocalDate from, List<Event> a, List<Event> b) {
    return new Story(id, pair, from, a, b, meetings, questions);
  }

  /** With other sessions. */
  public Story with(List<Meeting> held) {
    return new Story(id, pair, start, eventsA, eventsB, held, questions);
  }

  /** With questions. */
  public Story asked(List<Proposal> proposed) {
    return new Story(id, pair, start, eventsA, eventsB, meetings, proposed);
  }
}
