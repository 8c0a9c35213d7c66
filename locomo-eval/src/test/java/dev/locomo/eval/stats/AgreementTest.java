package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void judgesWhoAlwaysAgreeHaveOne() {
    var verdicts = List.of("y", "n", "y");
    assertThat(Agreement.kappa(verdicts, verdicts)).hasValue(1);
    assertThat(Agreement.alpha(List.of(List.of("y", "y"), List.of("n", "n")))).hasValue(1);
  }

  @Test
  void aSingleVerdictThroughoutSaysNothing() {
    assertThat(Agreement.kappa(List.of("y", "y"), List.of("y", "y"))).isEmpty();
    assertThat(Agreement.alpha(List.of(List.of("y", "y")))).isEmpty();
    assertThat(Agreement.alpha(List.of(List.of("y"), List.<String>of()))).isEmpty();
    assertThat(Agreement.kappa(List.of(), List.of())).isEmpty();
  }

  @Test
  void listsOfDifferentLengthAreRefused() {
    assertThatThrownBy(() -> Agreement.kappa(List.of("y"), List.of()))
        .hasMessageContaining("1 and 0 items");
  }

  @Test
  void anItemFlipsWhenItsRepeatsDiffer() {
    var flips =
        Agreement.Flips.of(
            List.of(List.of(1, 1, 0), List.of(1, 1), List.of(0), List.<Integer>of()));
    assertThat(flips).isEqualTo(new Agreement.Flips(2, 1));
    assertThat(flips.rate()).hasValue(0.5);
    assertThat(flips.interval(0.95)).isEqualTo(Wilson.interval(1, 2, 0.95));
    assertThat(new Agreement.Flips(0, 0).rate()).isEmpty();
  }

  @Test
  void whatAnIntervalMeansIsSaidAndOfOneConversationApart() {
    assertThat(Clustered.caution(0)).isEmpty();
    assertThat(Clustered.caution(1).orElseThrow()).contains("one conversation");
    assertThat(Clustered.caution(2).orElseThrow()).contains("Student's t");
  }
}
