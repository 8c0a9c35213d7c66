package dev.locomo.core.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Event;
import dev.locomo.core.error.DataError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReadingTest {
  @TempDir private Path folder = Path.of("");

  private Event event(String written) {
    String json = SmallFile.JSON.replace("\"Ann moves.\"", written);
    var sample = DatasetReader.read(SmallFile.write(folder, json)).samples().getFirst();
    return sample.events().getFirst().bySpeaker().getOrDefault("Ann", List.of()).getFirst();
  }

  @Test
  void aStringIsTheEventItself() {
    assertThat(event("\"Ann moves.\"")).isEqualTo(Event.of("Ann moves."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"event", "sub-event", "sub_event"})
  void anObjectMaySayWhenAndWhy(String key) {
    String written =
        "{\"%s\": \"Ann moves.\", \"date\": \"7 May, 2023\", \"id\": \"E2\", \"caused_by\": [\"E1\"]}"
            .formatted(key);
    assertThat(event(written))
        .isEqualTo(new Event("Ann moves.", "7 May, 2023", "E2", List.of("E1")));
  }

  @Test
  void oneCauseMayStandWithoutAList() {
    assertThat(event("{\"event\": \"Ann moves.\", \"caused_by\": \"E1\"}"))
        .isEqualTo(new Event("Ann moves.", "", "", List.of("E1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{}", "{\"event\": 7}", "{\"event\": \"x\", \"caused_by\": 7}"})
  void anythingElseIsRefusedWithItsPlace(String written) {
    assertThatThrownBy(() -> event(written))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/0/event_summary/events_session_1/Ann/0");
  }
}
