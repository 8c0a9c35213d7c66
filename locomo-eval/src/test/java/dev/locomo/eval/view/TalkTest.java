package dev.locomo.eval.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.Session;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.eval.report.SmallRun;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation of two sessions, as pages. */
class TalkTest {
  @TempDir private Path folder;
  private Sample sample;

  @BeforeEach
  void read() {
    SmallRun.write(folder);
    sample = DatasetReader.read(folder.resolve("data.json")).samples().getFirst();
  }

  @Test
  void aShortOneIsOnePage() {
    var talk = Talk.of(sample, 1000);
    assertThat(talk.pages()).hasSize(1);
    assertThat(talk.sessions(Set.of("2"))).extracting(Session::number).containsExactly(1, 2);
    assertThat(talk.place("D2:1")).isEqualTo("#D2:1");
  }

  @Test
  void aLongOneIsCutBetweenSessionsAndItsTurnsAreFoundOnTheirPages() {
    var talk = Talk.of(sample, 1);
    assertThat(talk.pages()).hasSize(2);
    assertThat(talk.sessions(Set.of("2"))).extracting(Session::number).containsExactly(2);
    assertThat(talk.place("D1:2")).isEqualTo("#D1:2");
    assertThat(talk.place("D2:1")).isEqualTo("&page=2#D2:1");
    assertThat(talk.place("S2")).isEqualTo("&page=2#S2");
    assertThat(talk.place("nothing")).isEqualTo("#nothing");
  }
}
