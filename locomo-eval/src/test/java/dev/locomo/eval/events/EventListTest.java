package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventListTest {
  @Test
  void eventsOfLaterRepliesGetTheNextIdsAndTheirCausesFollow() {
    var list = new EventList();
    list.add(List.of(new Event("Ann moves.", "", "E1", List.of())));
    list.add(
        List.of(
            new Event("Ann unpacks.", "", "E7", List.of("E1", "E9")),
            new Event("Ann rests.", "", "", List.of("E7", "E7"))));
    assertThat(list.events())
        .containsExactly(
            new Event("Ann moves.", "", "E1", List.of()),
            new Event("Ann unpacks.", "", "E2", List.of("E1")),
            new Event("Ann rests.", "", "E3", List.of("E2")));
    assertThat(list.nextId()).isEqualTo("E4");
  }

  @Test
  void anEventThatIsRepeatedCountsOnce() {
    var list = new EventList();
    list.add(List.of(Event.of("Ann moves."), Event.of("ann  moves"), Event.of("Ann stays.")));
    assertThat(list.events()).extracting(Event::text).containsExactly("Ann moves.", "Ann stays.");
  }

  @Test
  void eventsInOtherScriptsAreNotTheSame() {
    var list = new EventList();
    list.add(List.of(Event.of("安搬家了。"), Event.of("安结婚了。")));
    assertThat(list.events()).hasSize(2);
  }

  @Test
  void ofMoreEventsThanFitTheNewestAreShown() {
    var list = new EventList();
    list.add(
        List.of(new Event("Ann moves.", "8 May, 2023", "", List.of()), Event.of("Ann rests.")));
    assertThat(list.newest(Integer.MAX_VALUE, String::length))
        .isEqualTo("E1. [8 May, 2023] Ann moves.\nE2. Ann rests.");
    assertThat(list.newest(20, String::length)).isEqualTo("E2. Ann rests.");
    assertThat(list.newest(3, String::length)).isEmpty();
  }
}
