package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.eval.stats.ClusterBootstrap.Counts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {
  private static final ClusterBootstrap BOOTSTRAP = ClusterBootstrap.STANDARD;

  @Test
  void aStatisticOfSumsIsTakenOfEachDrawOfConversations() {
    var pieces = List.of(new Counts("a", 1, 4), new Counts("a", 1, 4), new Counts("b", 6, 8));
    var interval = BOOTSTRAP.pooled(pieces, n -> n[0] / n[1]).orElseThrow();
    assertThat(interval.low()).as("a twice: 4 of 16").isEqualTo(0.25);
    assertThat(interval.high()).as("b twice: 12 of 16").isEqualTo(0.75);
    assertThat(interval.method()).isEqualTo("cluster-bootstrap-percentile");
    assertThat(BOOTSTRAP.pooled(pieces.subList(0, 2), n -> n[0] / n[1]).orElseThrow().method())
        .isEqualTo("question-bootstrap-percentile");
    assertThat(BOOTSTRAP.pooled(List.of(), n -> 0)).isEmpty();
  }

  @Test
  void whatAConversationSharesWidensTheInterval() {
    var together = new ArrayList<Counts>();
    var apart = new ArrayList<Counts>();
    for (int i = 0; i < 100; i++) {
      together.add(new Counts("c" + i % 10, i % 10 < 5 ? 0 : 1, 1));
      apart.add(new Counts("one", i % 10 < 5 ? 0 : 1, 1));
    }
    assertThat(BOOTSTRAP.pooled(together, n -> n[0] / n[1]).orElseThrow().width())
        .isGreaterThan(2 * BOOTSTRAP.pooled(apart, n -> n[0] / n[1]).orElseThrow().width());
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> new ClusterBootstrap(0, 1, 0.95)).hasMessageContaining("resamples: 0");
    assertThatThrownBy(() -> new ClusterBootstrap(9, 1, 95)).hasMessageContaining("level: 95");
    assertThatThrownBy(() -> new Clustered("a", Double.NaN)).hasMessageContaining("NaN");
  }
}
