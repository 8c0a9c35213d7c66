package dev.locomo.gen.dialogue;

import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Pair;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds when the next session takes place. With events: a day or two after its share of them
 * happened, so that the sessions are spread over all of them, and not before so many happened to
 * one of the two; the session is about all that happened since the last one. Without: spread over
 * the time. Always between 9 in the morning and 10 at night.
 *
 * <p><b>Source</b> {@code generative_agents/generate_conversations.py}; unlike there, noon is pm,
 * events are left for the later sessions, and a speaker whose events are all told no longer holds
 * the other one back.
 *
 * @param span the whole time
 * @param sessions how many there shall be
 * @param eventsPerSession events of a speaker without which no session is due, at least 1
 */
record SessionCalendar(DateSpan span, int sessions, int eventsPerSession) {
  private static final int MORNING = 9 * 60;
  private static final int NIGHT = 22 * 60 - 1;

  /**
   * The next session, without turns, or empty when everything is told.
   *
   * @param before the one before, or null
   * @param events what happens to each speaker in the whole time
   */
  Optional<GeneratedSession> next(
      @Nullable GeneratedSession before, Pair<List<LifeEvent>> events, SeededDraws draws) {
    int number = before == null ? 1 : before.number() + 1;
    LocalDate last = before == null ? LocalDate.MIN : before.time().toLocalDate();
    LocalTime time = LocalTime.ofSecondOfDay(60L * draws.between(MORNING, NIGHT));
    int later = draws.between(1, 2);
    if (events.a().isEmpty() && events.b().isEmpty()) {
      return Optional.of(
          GeneratedSession.at(number, spread(number, last, later).atTime(time), events));
    }
    List<LocalDate> open = LifeEvent.daysAfter(last, events);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    // Every session takes one day's events at least, the last one all that are left.
    int left = Math.max(1, sessions - number + 1);
    LocalDate share = open.get((left == 1 ? open.size() : Math.max(1, open.size() / left)) - 1);
    LocalDate due =
        Stream.of(due(events.a(), last), due(events.b(), last))
            .flatMap(Optional::stream)
            .min(Comparator.naturalOrder())
            .filter(day -> day.isAfter(share))
            .orElse(share);
    LocalDate today = due.plusDays(later);
    if (today.isAfter(span.end()) && !due.isAfter(span.end())) {
      today = span.end();
    }
    var lately = new Pair<>(since(events.a(), last, today), since(events.b(), last, today));
    return Optional.of(GeneratedSession.at(number, today.atTime(time), lately));
  }

  private LocalDate spread(int number, LocalDate last, int later) {
    long days = span.end().toEpochDay() - span.start().toEpochDay();
    LocalDate day = span.start().plusDays((number - 1) * days / Math.max(1, sessions) + later);
    return day.isAfter(last) ? day : last.plusDays(later);
  }

  /** The day on which enough happened to one speaker; the last event's when fewer are left. */
  private Optional<LocalDate> due(List<LifeEvent> own, LocalDate last) {
    var days = own.stream().map(LifeEvent::date).filter(day -> day.isAfter(last)).sorted().toList();
    return days.isEmpty()
        ? Optional.empty()
        : Optional.of(days.get(Math.min(eventsPerSession, days.size()) - 1));
  }

  private static List<LifeEvent> since(List<LifeEvent> own, LocalDate last, LocalDate today) {
    return own.stream()
        .filter(e -> e.date().isAfter(last) && !e.date().isAfter(today))
        .sorted(Comparator.comparing(LifeEvent::date))
        .toList();
  }
}
