package dev.locomo.rag.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final float[] SCORES = {
    (float) Math.log(0.5), (float) Math.log(0.3), (float) Math.log(0.2)
  };

  private static double[] shares(double temperature, int topK, double topP) {
    var sampling = new Sampling(temperature, topK, topP, new Random(5));
    double[] shares = new double[SCORES.length];
    for (int i = 0; i < 20_000; i++) {
      shares[sampling.next(SCORES)] += 1 / 20_000.0;
    }
    return shares;
  }

  @Test
  void tokensAreDrawnAsOftenAsTheirProbabilitySays() {
    assertThat(shares(1, 0, 1)).containsExactly(new double[] {0.5, 0.3, 0.2}, within(0.015));
  }

  @Test
  void aLowTemperatureFavoursTheLikelier() {
    assertThat(shares(0.5, 0, 1))
        .containsExactly(new double[] {0.658, 0.237, 0.105}, within(0.015));
  }

  @Test
  void onlyTheLikeliestAreDrawnFrom() {
    assertThat(shares(1, 2, 1)).containsExactly(new double[] {0.625, 0.375, 0}, within(0.015));
    assertThat(shares(1, 0, 0.79)).containsExactly(new double[] {0.625, 0.375, 0}, within(0.015));
    assertThat(shares(1, 0, 0.1)).containsExactly(new double[] {1, 0, 0}, within(1e-9));
  }

  @Test
  void theLikeliestOfManyAreThoseOfASortedList() {
    var random = new Random(3);
    float[] scores = new float[5000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(400) - 200;
    }
    Integer[] sorted = IntStream.range(0, scores.length).boxed().toArray(Integer[]::new);
    Arrays.sort(sorted, Comparator.comparingDouble((Integer i) -> -scores[i]));
    for (int k : new int[] {1, 2, 50, 4999, 5000, 6000}) {
      var drawn = new TreeSet<Integer>();
      var sampling = new Sampling(1e9, k, 1, new Random(5));
      for (int i = 0; i < 40; i++) {
        drawn.add(sampling.next(scores));
      }
      assertThat(Arrays.asList(sorted).subList(0, Math.min(k, sorted.length))).containsAll(drawn);
      assertThat(new Sampling(1, k, 1e-9, new Random(5)).next(scores)).isEqualTo(sorted[0]);
    }
  }

  @Test
  void temperatureZeroTakesTheFirstOfTheLikeliest() {
    assertThat(new Sampling(0, 0, 1, new Random(1)).next(new float[] {1, 3, 3})).isEqualTo(1);
  }
}
