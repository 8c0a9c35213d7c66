package dev.locomo.eval.protocol.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.dataset.Conversation;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.Turn;
import dev.locomo.core.dataset.TurnId;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpeakerOrderTest {
  @TempDir Path folder;

  /** Ann is {@code speaker_a}, Bob {@code speaker_b}. */
  private static Conversation spoken(String... speakers) {
    var turns = new ArrayList<Turn>();
    for (String speaker : speakers) {
      turns.add(new Turn(new TurnId(1, turns.size() + 1), speaker, "hello", null));
    }
    return new Conversation("Ann", "Bob", List.of(new Session(1, "", null, turns)));
  }

  @Test
  void theDataFilesOrderIsTheDefault() {
    assertThat(SpeakerOrder.A_B.names("s", spoken("Bob", "Ann"))).containsExactly("Ann", "Bob");
    assertThat(SpeakerOrder.parse("b,a").names("s", spoken("Ann", "Bob")))
        .containsExactly("Bob", "Ann");
  }

  @Test
  void namesAreThoseOfSessionOne() {
    assertThat(SpeakerOrder.A_B.names("s", spoken("Annie", "Bob"))).containsExactly("Bob", "Annie");
  }

  @Test
  void aFileNamesTheSpeakersOfSingleSamples() throws IOException {
    Path file = folder.resolve("order.json");
    Files.writeString(file, "{\"s\": [\"Bob\", \"Ann\"]}");
    var order = SpeakerOrder.parse(file.toString());
    assertThat(order.names("s", spoken("Ann", "Bob"))).containsExactly("Bob", "Ann");
    assertThat(order.names("t", spoken("Ann", "Bob"))).containsExactly("Ann", "Bob");
    assertThat(order).isEqualTo(SpeakerOrder.of(Map.of("s", List.of("Bob", "Ann"))));
  }

  @Test
  void wrongSettingsAreNamed() throws IOException {
    assertThatThrownBy(() -> SpeakerOrder.parse("a;b")).isInstanceOf(UserError.class);
    Path file = folder.resolve("order.json");
    Files.writeString(file, "{\"s\": [\"Bob\"]}");
    assertThatThrownBy(() -> SpeakerOrder.parse(file.toString()))
        .isInstanceOf(DataError.class)
        .hasMessageContaining("/s");
  }

  @Test
  void namesThatNobodyHasAreRefused() {
    var order = SpeakerOrder.of(Map.of("s", List.of("Bob", "Cid")));
    assertThatThrownBy(() -> order.names("s", spoken("Ann", "Bob")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("[Ann, Bob]");
    assertThatThrownBy(() -> SpeakerOrder.A_B.names("s", spoken("Ann", "Ann")))
        .isInstanceOf(UserError.class);
  }
}
