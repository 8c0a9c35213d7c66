package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.passage.Corpus;
import dev.locomo.rag.passage.Database;
import dev.locomo.rag.passage.Passage;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankedByScoreTest {
  private static List<Integer> ranked(double[] scores, int k) {
    var passages =
        IntStream.range(0, scores.length)
            .mapToObj(i -> new Passage("text", "", 1, List.of("D1:" + i)))
            .toList();
    var corpus = new Corpus("data", "conv-1", Database.DIALOG, passages);
    var hits =
        new RankedByScore(corpus, queries -> List.of(scores))
            .retrieve(List.of(new Query("conv-1/0", "?")), k)
            .getFirst();
    assertThat(hits).allSatisfy(hit -> assertThat(hit.score()).isEqualTo(scores[hit.position()]));
    return hits.stream().map(Hit::position).toList();
  }

  private static List<Integer> sorted(double[] scores, int k) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]).thenComparing(i -> i))
        .limit(k)
        .toList();
  }

  private static void agree(DoubleUnaryOperator of) {
    var random = new Random(7);
    for (int size : new int[] {1, 2, 3, 7, 64, 1000}) {
      double[] scores =
          IntStream.range(0, size)
              .mapToDouble(i -> of.applyAsDouble(random.nextDouble()))
              .toArray();
      for (int k : new int[] {1, 2, 5, 49, 500, 1000, Integer.MAX_VALUE}) {
        assertThat(ranked(scores, k)).as("%d of %d", k, size).isEqualTo(sorted(scores, k));
      }
    }
  }

  @Test
  void theBestAreFirstWhateverTheirSign() {
    agree(x -> x - 0.5);
    agree(x -> 1e300 * (x - 0.5));
  }

  @Test
  void equalScoresAreInTheOrderOfThePassages() {
    agree(_ -> 0);
    agree(x -> Math.rint(4 * x));
  }

  @Test
  void scoresThatDifferInTheirLastBitsAloneAreTold() {
    agree(x -> 1 + Math.rint(8 * x) * Math.ulp(1.0));
    agree(x -> -1 - Math.rint(900 * x) * Math.ulp(1.0));
  }
}
