package dev.locomo.rag.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.rag.embed.PairScorer.Pair;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link PairScorer} promises; subclassed once for each: a finite number a pair, in the
 * order given, which depends on nothing beside it.
 */
public abstract class PairScorerContract {
  private static final List<Pair> PAIRS =
      List.of(
          new Pair("the dog", "the red dog runs"),
          new Pair("", ""),
          new Pair("word ".repeat(700), "x"),
          new Pair("x", "word ".repeat(700)),
          new Pair("\uD83C", "\uD83C\uDF89\u0000"),
          new Pair("the dog", "the red dog runs"));

  /** A new one, which the contract closes. */
  protected abstract PairScorer scorer() throws IOException;

  @Test
  void everyPairHasAFiniteScoreThatDependsOnItAlone() throws IOException {
    try (var scorer = scorer()) {
      assertThat(scorer.id()).isNotBlank();
      var together = scorer.scores(PAIRS);
      assertThat(together).hasSameSizeAs(PAIRS).allSatisfy(score -> assertThat(score).isFinite());
      assertThat(together.getFirst()).isCloseTo(together.getLast(), within(1e-4));
      var reversed = scorer.scores(PAIRS.reversed());
      for (int i = 0; i < PAIRS.size(); i++) {
        double alone = scorer.scores(List.of(PAIRS.get(i))).getFirst();
        assertThat(alone).as("pair %d alone", i).isCloseTo(together.get(i), within(1e-4));
        assertThat(reversed.reversed().get(i)).isCloseTo(together.get(i), within(1e-4));
      }
    }
  }

  @Test
  void noPairsHaveNoScores() throws IOException {
    try (var scorer = scorer()) {
      assertThat(scorer.scores(List.of())).isEmpty();
    }
  }
}
