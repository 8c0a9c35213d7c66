package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;

class Bm25Test {
  @Test
  void termsAreStemmedLowerCaseAndWithoutFunctionWords() {
    assertThat(Words.ANALYZER.of("When did Ann's DOGS start running?"))
        .containsExactly("ann", "dog", "start", "run");
    assertThat(Words.ANALYZER.of("")).isEmpty();
    assertThat(Words.ANALYZER.of("What was it?")).isEmpty();
  }

  /**
   * Three texts of 1, 1 and 4 terms, mean 2; "dog" is in two of them: idf = ln(1 + 1.5 / 2.5) =
   * 0.4700. First text: 1.9 / (1 + 0.9 (0.6 + 0.4 / 2)) = 1.1047; third: tf 2, norm 0.9 (0.6 + 0.4
   * * 2) = 1.26, so 3.8 / 3.26 = 1.1656.
   */
  @Test
  void theScoreIsTheOneOfTheFormula() {
    var index = Bm25.of(List.of("dog", "cat", "dog dog bird fish"));
    assertThat(index.scores("dog"))
        .containsExactly(new double[] {0.470004 * 1.104651, 0, 0.470004 * 1.165644}, within(1e-5));
    assertThat(index.scores("dog dog")[0]).isEqualTo(2 * index.scores("dog")[0]);
  }

  @Test
  void aQueryWithoutKnownTermsScoresNothing() {
    assertThat(Bm25.of(List.of("dog", "")).scores("what zebra")).containsExactly(0, 0);
    assertThat(Bm25.of(List.of()).scores("dog")).isEmpty();
    assertThat(Bm25.of(List.of("")).scores("dog")).containsExactly(0);
  }

  /** Distances and counts of more than a byte, and of more than two. */
  @Test
  void wordsAreCountedWhereverTheyStand() {
    var documents = new ArrayList<List<String>>(Collections.nCopies(40_000, List.of("other")));
    documents.set(3, List.of("word"));
    documents.set(200, Collections.nCopies(300, "word"));
    documents.set(39_999, Collections.nCopies(20_000, "word"));
    var counts = WordCounts.of(documents.stream());
    var found = new ArrayList<String>();
    counts.each("word", (position, count) -> found.add(position + " " + count));
    assertThat(found).containsExactly("3 1", "200 300", "39999 20000");
    assertThat(counts.documents("word")).isEqualTo(3);
    assertThat(counts.documents("other")).isEqualTo(39_997);
    assertThat(counts.documents("none")).isZero();
    assertThat(counts.lengths()).hasSize(40_000).contains(300, Index.atIndex(200));
  }

  /** The operations of the built-in reader, in their order: the last digit counts. */
  @Test
  void theVariantForTurnsMultipliesTheWorthOfATermFirst() {
    var index =
        new Bm25(
            WordCounts.of(
                Stream.of(List.of("a", "b", "a"), List.of("b"), List.of(), List.of("c", "a"))),
            Bm25.Variant.TURNS);
    double worth = Math.log(1 + (4 - 2 + 0.5) / (2 + 0.5));
    assertThat(index.idf("a")).isEqualTo(worth);
    assertThat(index.idf("nobody said it")).isEqualTo(Math.log(1 + (4 + 0.5) / 0.5));
    assertThat(index.scores(List.of("a")))
        .containsExactly(
            worth * 2 * (0.5 + 1) / (2 + 0.5 * (1 - 0.35 + 0.35 * 3 / 1.5)),
            0,
            0,
            worth * 1 * (0.5 + 1) / (1 + 0.5 * (1 - 0.35 + 0.35 * 2 / 1.5)));
  }
}
