package dev.locomo.gen.dialogue;

import dev.locomo.gen.event.Event;
import dev.locomo.gen.event.Span;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds when the next session takes place. With events: a day or two after so many of them happened
 * to one of the two, whoever is first; the session is about all that happened since the last one.
 * Without: spread over the time. Always between 9 in the morning and 10 at night.
 *
 * <p><b>Source</b> {@code generative_agents/generate_conversations.py}; unlike there, noon is pm,
 * and a speaker whose events are all told no longer holds the other one back.
 *
 * @param span the whole time
 * @param sessions how many there shall be
 * @param eventsPerSession events of a speaker that make a session due, at least 1
 */
record Calendar(Span span, int sessions, int eventsPerSession) {
  private static final int MORNING = 9 * 60;
  private static final int NIGHT = 22 * 60 - 1;

  /**
   * The next session, or empty when everything is told.
   *
   * @param number its number, from 1
   * @param before when the last one was, or null
   */
  Optional<Occasion> next(
      int number, @Nullable LocalDateTime before, List<List<Event>> events, Chance chance) {
    LocalTime time = LocalTime.ofSecondOfDay(60L * chance.between(MORNING, NIGHT));
    int later = chance.between(1, 2);
    if (events.stream().allMatch(List::isEmpty)) {
      return Optional.of(
          new Occasion(number, spread(number, before, later).atTime(time), List.of(), List.of()));
    }
    LocalDate last = before == null ? LocalDate.MIN : before.toLocalDate();
    var due = events.stream().flatMap(own -> due(own, last)).min(Comparator.naturalOrder());
    return due.map(day -> {
      LocalDate today = day.plusDays(later);
      return new Occasion(
          number,
          today.atTime(time),
          since(events.get(0), last, today),
          since(events.get(1), last, today));
    });
  }

  private LocalDate spread(int number, @Nullable LocalDateTime before, int later) {
    long days = span.end().toEpochDay() - span.start().toEpochDay();
    LocalDate day = span.start().plusDays((number - 1) * days / Math.max(1, sessions) + later);
    return before == null || day.isAfter(before.toLocalDate())
        ? day
        : before.toLocalDate().plusDays(later);
  }

  /** The day on which enough happened to one speaker; the last event's when fewer are left. */
  private Stream<LocalDate> due(List<Event> own, LocalDate last) {
    var days = own.stream().map(Event::date).filter(day -> day.isAfter(last)).sorted().toList();
    return days.isEmpty()
        ? Stream.empty()
        : Stream.of(days.get(Math.min(eventsPerSession, days.size()) - 1));
  }

  private static List<Event> since(List<Event> own, LocalDate last, LocalDate today) {
    return own.stream()
        .filter(e -> e.date().isAfter(last) && !e.date().isAfter(today))
        .sorted(Comparator.comparing(Event::date))
        .toList();
  }
}
