package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.Samples;
import dev.locomo.rag.embed.PairScorer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a cross-encoder that likes what is long. */
class RerankedMethodTest extends RetrieverContract {
  private final List<PairScorer.Pair> read = new ArrayList<>();
  private boolean closed;

  private final PairScorer longest =
      new PairScorer() {
        @Override
        public String id() {
          return "(longest)";
        }

        @Override
        public List<Double> scores(List<Pair> pairs) {
          read.addAll(pairs);
          return pairs.stream().map(p -> (double) p.passage().length()).toList();
        }

        @Override
        public void close() {
          closed = true;
        }
      };

  @Override
  RetrievalMethod method() {
    return new RerankedMethod(new Bm25Method(), longest, 3);
  }

  @Test
  void theFirstHitsAreOrderedAnewAndTheRestFollows() {
    var texts = List.of("zebra", "dog dog zebra", "a dog", "dog and some more words", "cat");
    var corpus = Samples.turns(texts);
    var query = new Query("conv-1/0", "zebra dog");
    var first = new Bm25Method().over(corpus).retrieve(query, 5);
    var hits = method().over(corpus).retrieve(query, 5);
    assertThat(hits.subList(0, 3))
        .extracting(Hit::position)
        .containsExactlyInAnyOrderElementsOf(
            first.subList(0, 3).stream().map(Hit::position).toList());
    assertThat(hits.subList(0, 3))
        .isSortedAccordingTo(
            java.util.Comparator.<Hit>comparingInt(h -> -h.passage().text().length())
                .thenComparing(Hit::position));
    assertThat(hits.subList(3, 5))
        .extracting(Hit::position)
        .containsExactlyElementsOf(first.subList(3, 5).stream().map(Hit::position).toList());
    assertThat(hits.get(3).score()).isLessThan(hits.get(2).score());
    assertThat(read).hasSize(3).allMatch(p -> p.query().equals("zebra dog"));
  }

  @Test
  void theIdNamesBothAndTheDepth() {
    assertThat(method().id()).isEqualTo(new Bm25Method().id() + ",rerank(longest),3");
  }

  @Test
  void closingClosesBoth() {
    method().close();
    assertThat(closed).isTrue();
  }
}
