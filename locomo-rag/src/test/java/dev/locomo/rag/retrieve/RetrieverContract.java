package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.locomo.rag.Samples;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Retriever} promises. Subclass it once per method. */
abstract class RetrieverContract {
  private static final List<String> TEXTS =
      List.of("the red dog", "same words", "same words", "other things", "same words", "a dog");

  abstract RetrievalMethod method();

  private Retriever retriever() {
    return method().over(Samples.turns(TEXTS));
  }

  private static Query query(String text) {
    return new Query("conv-1/0", text);
  }

  @Test
  void thereAreAtMostKHitsBestFirstAndNoneTwice() {
    var hits = retriever().retrieve(query("red dog"), 4);
    assertThat(hits).hasSize(4).extracting(Hit::position).doesNotHaveDuplicates();
    assertThat(hits).extracting(Hit::score).isSortedAccordingTo(Comparator.<Double>reverseOrder());
    assertThat(hits)
        .allSatisfy(h -> assertThat(h.passage().text()).isEqualTo(TEXTS.get(h.position())));
  }

  @Test
  void theSameQueryTwiceGivesTheSameListTiesIncluded() {
    assertThat(retriever().retrieve(query("same"), 3))
        .isEqualTo(retriever().retrieve(query("same"), 3));
  }

  @Test
  void equalScoresAreOrderedByPosition() {
    var hits = retriever().retrieve(query("same words"), 6);
    for (int i = 1; i < hits.size(); i++) {
      if (hits.get(i - 1).score() == hits.get(i).score()) {
        assertThat(hits.get(i - 1).position()).isLessThan(hits.get(i).position());
      }
    }
  }

  @Test
  void theFirstHitsDoNotDependOnK() {
    var all = retriever().retrieve(query("dog words"), 6);
    for (int k = 0; k <= 6; k++) {
      assertThat(retriever().retrieve(query("dog words"), k)).isEqualTo(all.subList(0, k));
    }
  }

  @Test
  void aKBeyondTheCorpusGivesTheWholeCorpus() {
    assertThat(retriever().retrieve(query("dog"), 1000)).hasSize(TEXTS.size());
  }

  @Test
  void aNegativeKIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> retriever().retrieve(query("dog"), -1));
  }

  @Test
  void aQueryDoesNotDependOnTheQueriesBesideIt() {
    var together = retriever().retrieve(List.of(query("red dog"), query("other")), 3);
    assertThat(together)
        .containsExactly(
            retriever().retrieve(query("red dog"), 3), retriever().retrieve(query("other"), 3));
    assertThat(retriever().retrieve(List.of(), 3)).isEmpty();
  }

  @Test
  void anEmptyQueryAndEmojiAreNoErrors() {
    assertThat(retriever().retrieve(query(""), 2)).hasSize(2);
    assertThat(retriever().retrieve(query("🎉 ‍♀️"), 2)).hasSize(2);
  }

  @Test
  void theIdSaysWhatTheMethodIs() {
    assertThat(method().id()).isNotBlank().isEqualTo(method().id());
  }
}
