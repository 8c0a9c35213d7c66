package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedTestsTest {
  @Test
  void systemsThatNeverDifferHaveAPOfOne() {
    var same = List.of(new Paired("a", 1, 1), new Paired("b", 0, 0));
    assertThat(McNemar.of(same).exact().p()).isOne();
    assertThat(McNemar.of(same).midP().p()).isOne();
    assertThat(SignFlipTest.STANDARD.perQuestion(same).p()).isOne();
    assertThat(SignFlipTest.STANDARD.perConversation(List.of()).p()).isOne();
    assertThat(EffectSize.pairedD(same)).isEmpty();
  }

  @Test
  void onVerdictsTheExactSignFlipTestIsMcNemars() {
    var random = new Random(5);
    for (int round = 0; round < 20; round++) {
      var pairs = verdicts(random, 20);
      assertThat(SignFlipTest.STANDARD.perQuestion(pairs).p())
          .isCloseTo(McNemar.of(pairs).exact().p(), within(1e-12));
    }
  }

  @Test
  void theSampledTestComesCloseToTheExactOne() {
    var pairs = verdicts(new Random(6), 300);
    var test = SignFlipTest.STANDARD.perQuestion(pairs);
    assertThat(test.method()).isEqualTo("question-sign-flip-monte-carlo");
    assertThat(test.p()).isCloseTo(McNemar.of(pairs).exact().p(), within(0.02));
  }

  @Test
  void tenConversationsCannotGiveLessThanTwoIn1024() {
    var pairs = new ArrayList<Paired>();
    for (int i = 0; i < 100; i++) {
      pairs.add(new Paired("c" + i % 10, 1, 0));
    }
    var test = SignFlipTest.STANDARD.perConversation(pairs);
    assertThat(test).isEqualTo(new PValue(2.0 / 1024, "cluster-sign-flip-exact"));
    assertThat(SignFlipTest.STANDARD.perQuestion(pairs).p()).isEqualTo(1.0 / 10_001);
  }

  @Test
  void theOrderOfTheQuestionsDoesNotMatter() {
    var pairs = verdicts(new Random(8), 200);
    var shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, new Random(9));
    assertThat(SignFlipTest.STANDARD.perQuestion(shuffled))
        .isEqualTo(SignFlipTest.STANDARD.perQuestion(pairs));
  }

  @Test
  void midPIsHalfThePointProbabilityBelowTheExactP() {
    var test = new McNemar(1, 3);
    assertThat(test.exact().p()).isCloseTo(10 / 16.0, within(1e-12));
    assertThat(test.midP().p()).isCloseTo(6 / 16.0, within(1e-12));
  }

  @Test
  void halfRightIsNoVerdict() {
    assertThatThrownBy(() -> McNemar.of(List.of(new Paired("a", 0.5, 1))))
        .hasMessageContaining("0.5, must be 0 or 1");
  }

  @Test
  void holmNeverLowersAPAndKeepsTheOrder() {
    var tests = List.of(new PValue(0.01, "a"), new PValue(0.4, "b"), new PValue(0.04, "c"));
    assertThat(PValue.holm(tests))
        .extracting(PValue::p)
        .satisfiesExactly(
            p -> assertThat(p).isCloseTo(0.03, within(1e-15)),
            p -> assertThat(p).isCloseTo(0.4, within(1e-15)),
            p -> assertThat(p).isCloseTo(0.08, within(1e-15)));
    assertThat(PValue.holm(List.of())).isEmpty();
  }

  private static List<Paired> verdicts(Random random, int n) {
    var pairs = new ArrayList<Paired>();
    for (int i = 0; i < n; i++) {
      pairs.add(new Paired("c" + i % 10, random.nextInt(2), random.nextInt(2)));
    }
    return pairs;
  }
}
