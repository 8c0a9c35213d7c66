package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Event;
import dev.locomo.core.error.UserError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnitTest {
  @Test
  void bothSpeakersAreUnitsAndGoldEventsHaveTheDatesOfTheirSessions() {
    var units = Small.units(Small.data());
    assertThat(units).extracting(Unit::id).containsExactly("small-1/Ann", "small-1/Ben");
    var ann = units.getFirst();
    assertThat(ann.gold())
        .as("a blank event is left out")
        .containsExactly(
            new Event("Ann sells her bakery.", "8 May, 2023", "", List.of()),
            new Event("Ann moves to Oslo.", "9 June, 2023", "", List.of()),
            new Event("Ann marries Tom.", "10 July, 2023", "", List.of()));
    assertThat(units.getLast().hasGold()).isFalse();
    assertThat(units.getLast().otherGold()).isEqualTo(ann.gold());
  }

  @Test
  void aRangeCutsConversationAndGold() {
    var ann = Unit.of(Small.data(), Set.of(), SessionRange.parse("2-3")).getFirst();
    assertThat(ann.conversation().sessions()).hasSize(2);
    assertThat(ann.gold()).hasSize(2);
  }

  @Test
  void aRangeWithoutEventsAndAnUnknownSampleAreRefused() {
    assertThatThrownBy(() -> Unit.of(Small.data(), Set.of(), SessionRange.parse("4-")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no gold events (event_summary) in the sessions 4-");
    assertThatThrownBy(() -> Unit.of(Small.data(), Set.of("x"), SessionRange.ALL))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no sample 'x'");
  }
}
