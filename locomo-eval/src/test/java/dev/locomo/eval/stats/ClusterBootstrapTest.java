package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.eval.stats.ClusterBootstrap.Counts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterBootstrapTest {
  private static final ClusterBootstrap BOOTSTRAP = ClusterBootstrap.STANDARD;

  @Test
  void nothingHasNoInterval() {
    assertThat(BOOTSTRAP.micro(List.of())).isEmpty();
    assertThat(BOOTSTRAP.macro(List.of())).isEmpty();
  }

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
  void theOrderOfTheInputDoesNotMatter() {
    var values = sample(7);
    var shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, new Random(1));
    assertThat(BOOTSTRAP.macro(shuffled)).isEqualTo(BOOTSTRAP.macro(values));
    assertThat(BOOTSTRAP.micro(shuffled)).isEqualTo(BOOTSTRAP.micro(values));
  }

  @Test
  void oneConversationFallsBackToItsQuestionsAndSaysSo() {
    var one = sample(7).stream().map(v -> new Clustered("c", v.group(), v.value())).toList();
    assertThat(BOOTSTRAP.micro(one).orElseThrow().method())
        .isEqualTo("question-bootstrap-percentile");
    assertThat(BOOTSTRAP.micro(sample(7)).orElseThrow().method())
        .isEqualTo("cluster-bootstrap-percentile");
  }

  @Test
  void whatAConversationSharesWidensTheInterval() {
    var values = new ArrayList<Clustered>();
    for (int i = 0; i < 100; i++) {
      values.add(new Clustered("c" + i % 10, i % 10 < 5 ? 0 : 1));
    }
    var questions = values.stream().map(v -> new Clustered("one", v.value())).toList();
    double together = BOOTSTRAP.micro(values).orElseThrow().width();
    double apart = BOOTSTRAP.micro(questions).orElseThrow().width();
    assertThat(together).isGreaterThan(2 * apart);
  }

  @Test
  void equalValuesHaveAnIntervalOfNoWidth() {
    var values = List.of(new Clustered("a", 0.5), new Clustered("b", 0.5));
    assertThat(BOOTSTRAP.micro(values).orElseThrow().width()).isZero();
  }

  @Test
  void withOneGroupMacroIsMicro() {
    var values = sample(3).stream().map(v -> new Clustered(v.cluster(), "g", v.value())).toList();
    assertThat(BOOTSTRAP.macro(values)).isEqualTo(BOOTSTRAP.micro(values));
  }

  @Test
  void aGroupOfOneConversationMayBeMissedByAResample() {
    var values = List.of(new Clustered("a", "x", 1), new Clustered("b", "y", 0));
    var interval = BOOTSTRAP.macro(values).orElseThrow();
    assertThat(interval.low()).isZero();
    assertThat(interval.high()).isOne();
  }

  @Test
  void twoConversationsGiveTheirOwnMeansAsEnds() {
    var values = List.of(new Clustered("a", 0.2), new Clustered("b", 0.6));
    var interval = BOOTSTRAP.micro(values).orElseThrow();
    assertThat(interval.low()).isCloseTo(0.2, within(1e-15));
    assertThat(interval.high()).isCloseTo(0.6, within(1e-15));
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> new ClusterBootstrap(0, 1, 0.95)).hasMessageContaining("resamples: 0");
    assertThatThrownBy(() -> new ClusterBootstrap(9, 1, 95)).hasMessageContaining("level: 95");
    assertThatThrownBy(() -> new Clustered("a", Double.NaN)).hasMessageContaining("NaN");
  }

  private static List<Clustered> sample(long seed) {
    var random = new Random(seed);
    var values = new ArrayList<Clustered>();
    for (int i = 0; i < 400; i++) {
      values.add(new Clustered("c" + random.nextInt(10), "g" + i % 5, random.nextDouble()));
    }
    return values;
  }
}
