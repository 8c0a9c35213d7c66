package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WilsonTest {
  @Test
  void nothingHasNoInterval() {
    assertThat(Wilson.interval(0, 0, 0.95)).isEmpty();
  }

  @Test
  void allRightEndsAtOneAndAllWrongAtZero() {
    for (int n = 1; n < 300; n++) {
      assertThat(Wilson.interval(n, n, 0.95).orElseThrow().high()).isOne();
      assertThat(Wilson.interval(0, n, 0.95).orElseThrow().low()).isZero();
    }
  }

  @Test
  void theIntervalHoldsTheProportionAndIsSymmetric() {
    for (int k = 0; k <= 96; k++) {
      var interval = Wilson.interval(k, 96, 0.95).orElseThrow();
      var mirrored = Wilson.interval(96 - k, 96, 0.95).orElseThrow();
      assertThat(interval.contains(k / 96.0)).isTrue();
      assertThat(interval.width()).isCloseTo(mirrored.width(), within(1e-14));
    }
  }

  @Test
  void wrongArgumentsAreRefused() {
    assertThatThrownBy(() -> Wilson.interval(3, 2, 0.95)).hasMessageContaining("3 of 2");
    assertThatThrownBy(() -> Wilson.interval(-1, 2, 0.95)).hasMessageContaining("-1 of 2");
    assertThatThrownBy(() -> Wilson.interval(1, 2, 1)).hasMessageContaining("level: 1.0");
  }
}
