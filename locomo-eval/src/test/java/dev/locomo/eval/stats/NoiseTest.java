package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.core.metric.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The parts of a standard error, by hand and by simulation. */
class NoiseTest {
  private static Noise.Question question(String cluster, Double... values) {
    return new Noise.Question(
        cluster,
        Arrays.stream(values)
            .<Score>map(v ->
                v.isNaN()
                    ? new Score.Unscored(Score.Reason.PROVIDER_FAILED, "")
                    : new Score.Scored(v, ""))
            .toList());
  }

  @Test
  void thePartsAreThoseOfTheFormula() {
    var noise =
        Noise.of(
            List.of(
                question("a", 0.0, 1.0),
                question("a", 1.0, 1.0),
                question("b", 0.5, 0.5),
                question("b", 1.0, Double.NaN),
                question("b", Double.NaN, Double.NaN)));
    assertThat(noise.questions()).isEqualTo(4);
    // variances 0.5, 0, 0; of the question with one value their mean 1/6
    assertThat(noise.repeats()).isCloseTo(Math.sqrt(0.5 / 2 + 1.0 / 6) / 4, within(1e-12));
    assertThat(noise.flips().repeated()).isEqualTo(3);
    assertThat(noise.flips().flipped()).isEqualTo(1);
    assertThat(noise.means().getFirst().orElseThrow()).isCloseTo(2.5 / 4, within(1e-12));
    assertThat(noise.means().getLast().orElseThrow()).isCloseTo(2.5 / 3, within(1e-12));
    assertThat(noise.sampling() * noise.sampling() + noise.repeats() * noise.repeats())
        .isGreaterThanOrEqualTo(noise.whole() * noise.whole() - 1e-12);
  }

  @Test
  void ofASystemThatAlwaysAnswersTheSameThereIsNoNoise() {
    var noise = Noise.of(List.of(question("a", 0.0, 0.0), question("b", 1.0, 1.0)));
    assertThat(noise.repeats()).isZero();
    assertThat(noise.sampling()).isEqualTo(noise.whole());
    assertThat(noise.spread().orElseThrow()).isZero();
    assertThat(Noise.of(List.of()).whole()).isZero();
    assertThat(noise.sentence()).contains("0.0 by the system's noise");
  }

  @Test
  void theNoiseThatIsFoundIsTheNoiseThatWasMade() {
    var random = new SplittableRandom(7);
    double found = 0;
    int runs = 200;
    for (int run = 0; run < runs; run++) {
      var questions = new ArrayList<Noise.Question>();
      for (int i = 0; i < 400; i++) {
        double p = i % 2 == 0 ? 0.2 : 0.9;
        Double[] values = new Double[3];
        for (int r = 0; r < 3; r++) {
          values[r] = random.nextDouble() < p ? 1.0 : 0.0;
        }
        questions.add(question("c" + i % 10, values));
      }
      var noise = Noise.of(questions);
      found += noise.repeats() * noise.repeats();
    }
    double made = (0.2 * 0.8 + 0.9 * 0.1) / 2 / 3 / 400;
    assertThat(found / runs).isCloseTo(made, within(made * 0.03));
  }

  @Test
  void theSentenceSaysEveryPart() {
    var noise =
        Noise.of(
            List.of(
                question("a", 0.0, 0.0),
                question("a", 0.0, 1.0),
                question("b", 1.0, 1.0),
                question("b", 1.0, 1.0)));
    // means 0, 0.5, 1, 1: residuals -3/16 and 3/16, variance 2 * (3/16)^2 / 0.5; noise 0.5 / 2
    assertThat(noise.whole()).isCloseTo(0.375, within(1e-12));
    assertThat(noise.repeats()).isCloseTo(0.125, within(1e-12));
    assertThat(noise.sampling()).isCloseTo(Math.sqrt(0.125), within(1e-12));
    assertThat(noise.spread().orElseThrow()).isCloseTo(0.25 / Math.sqrt(2), within(1e-12));
    assertThat(noise.sentence())
        .isEqualTo(
            "means 50.0, 75.0 (standard deviation 17.7); 25.0 % of the questions got different"
                + " scores; standard error of the mean over all repeats 37.5 points: 35.4 by which"
                + " questions and conversations were drawn, 12.5 by the system's noise.");
  }

  @Test
  void ofOneConversationTheErrorIsThatOfTheQuestionsAlone() {
    var noise = Noise.of(List.of(question("a", 0.0, Double.NaN), question("a", 1.0, Double.NaN)));
    assertThat(noise.whole()).isCloseTo(0.5, within(1e-12));
    assertThat(noise.spread()).as("only one repeat has a mean").isEmpty();
    assertThat(noise.sentence()).startsWith("means 50.0, -; standard error");
    assertThat(Noise.of(List.of(question("a", 1.0))).whole()).isZero();
  }
}
