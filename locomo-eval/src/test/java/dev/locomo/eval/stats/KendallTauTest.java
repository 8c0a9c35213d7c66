package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values of ties from scipy.stats.kendalltau(variant="b"). */
class KendallTauTest {
  private static void tau(List<Double> first, List<Double> second, double expected) {
    assertThat(Agreement.tauB(first, second).orElseThrow()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theSameOrderIsOneAndTheOppositeMinusOne() {
    tau(List.of(1.0, 2.0, 3.0, 4.0), List.of(10.0, 20.0, 30.0, 40.0), 1);
    tau(List.of(1.0, 2.0, 3.0, 4.0), List.of(4.0, 3.0, 2.0, 1.0), -1);
  }

  @Test
  void tiesAreAllowedForOnEitherSide() {
    tau(List.of(1.0, 1.0, 2.0, 3.0), List.of(1.0, 2.0, 2.0, 3.0), 0.8);
    tau(
        List.of(1.0, 2.0, 2.0, 3.0, 3.0, 5.0),
        List.of(2.0, 1.0, 3.0, 3.0, 5.0, 4.0),
        0.5929994533288809);
    tau(
        List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0),
        List.of(2.0, 2.0, 2.0, 1.0, 7.0, 5.0, 5.0),
        0.3704792868174742);
  }

  @Test
  void withoutTwoThingsThatDifferThereIsNoOrderToAgreeOn() {
    assertThat(Agreement.tauB(List.of(), List.of())).isEmpty();
    assertThat(Agreement.tauB(List.of(1.0), List.of(1.0))).isEmpty();
    assertThat(Agreement.tauB(List.of(1.0, 1.0), List.of(1.0, 2.0))).isEmpty();
  }
}
