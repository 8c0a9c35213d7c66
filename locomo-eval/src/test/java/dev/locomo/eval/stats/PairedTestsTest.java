package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
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
  void theSampledTestCountsPatternsOfSignsOfItsOwnSequence() {
    // Its definition, written down plainly: bit i of the words of a pattern is the sign of
    // difference i, and as far from 0 as what was seen counts.
    var random = new Random(7);
    var pairs = new ArrayList<Paired>();
    for (int i = 0; i < 150; i++) {
      pairs.add(new Paired("c", random.nextDouble(), random.nextDouble() * 0.97));
    }
    double[] differences = pairs.stream().mapToDouble(Paired::difference).sorted().toArray();
    int patterns = 500;
    double bar = Math.abs(Arrays.stream(differences).sum()) - 1e-9;
    int hits = 0;
    for (int pattern = 0; pattern < patterns; pattern++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        long word = SplitMix64.at(3, pattern * 3L + i / 64);
        sum += (word >>> i % 64 & 1) == 0 ? differences[i] : -differences[i];
      }
      hits += Math.abs(sum) >= bar ? 1 : 0;
    }
    assertThat(hits).as("a test that could see a fault").isBetween(20, 480);
    assertThat(new SignFlipTest(patterns, 3).perQuestion(pairs).p())
        .isEqualTo((1.0 + hits) / (1.0 + patterns));
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
