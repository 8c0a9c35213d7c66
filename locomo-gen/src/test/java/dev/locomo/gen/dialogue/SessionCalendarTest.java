package dev.locomo.gen.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.gen.plan.DateSpan;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.LifeEvent;
import dev.locomo.gen.sample.Pair;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When sessions take place. */
class SessionCalendarTest {
  private static final LocalDate START = LocalDate.of(2022, 3, 7);

  private static List<LifeEvent> events(Random random, int count, int days) {
    var events = new ArrayList<LifeEvent>();
    for (int i = 1; i <= count; i++) {
      LocalDate day = START.plusDays(random.nextInt(days + 1));
      events.add(new LifeEvent("E" + i, "something", day, List.of()));
    }
    return events;
  }

  private static List<GeneratedSession> held(
      SessionCalendar calendar, Pair<List<LifeEvent>> events, long seed) {
    var sessions = new ArrayList<GeneratedSession>();
    while (sessions.size() < calendar.sessions()) {
      var draws = new SeededDraws(seed, "D" + sessions.size());
      GeneratedSession before = sessions.isEmpty() ? null : sessions.getLast();
      Optional<GeneratedSession> next = calendar.next(before, events, draws);
      if (next.isEmpty()) {
        break;
      }
      sessions.add(next.get());
    }
    return sessions;
  }

  @ParameterizedTest
  @CsvSource({
    "240, 20, 20, 1",
    "240, 10, 15, 1",
    "240, 35, 35, 1",
    "60, 3, 15, 1",
    "240, 20, 20, 2"
  })
  void theSessionsCoverTheDaysAskedForAndAllEvents(int days, int sessions, int events, int each) {
    for (int seed = 0; seed < 50; seed++) {
      var random = new Random(seed);
      var both = new Pair<>(events(random, events, days), events(random, events, days));
      var calendar = new SessionCalendar(DateSpan.of(START, days), sessions, each);
      var held = held(calendar, both, seed);
      LocalDate last = held.getLast().time().toLocalDate();
      LocalDate end = LifeEvent.daysAfter(LocalDate.MIN, both).getLast();
      assertThat(last).as("seed " + seed).isBetween(end, START.plusDays(days));
      assertThat(held.stream().mapToInt(s -> s.events().a().size() + s.events().b().size()).sum())
          .isEqualTo(2 * events);
      if (each == 1) {
        assertThat(held).as("seed " + seed).hasSizeBetween(sessions - 2, sessions);
      }
    }
  }

  @Test
  void noSessionIsDueBeforeSoManyThingsHappenedToOneOfTheTwo() {
    var random = new Random(1);
    var both = new Pair<>(events(random, 40, 240), events(random, 40, 240));
    var calendar = new SessionCalendar(DateSpan.of(START, 240), 30, 3);
    var held = held(calendar, both, 1);
    assertThat(held.subList(0, held.size() - 1))
        .allMatch(s -> Math.max(s.events().a().size(), s.events().b().size()) >= 3);
  }

  @Test
  void aConversationWithoutEventsIsSpreadOverTheTime() {
    var none = new Pair<List<LifeEvent>>(List.of(), List.of());
    var held = held(new SessionCalendar(DateSpan.of(START, 240), 12, 1), none, 1);
    assertThat(held).hasSize(12);
    assertThat(held.getLast().time().toLocalDate()).isAfter(START.plusDays(210));
  }
}
