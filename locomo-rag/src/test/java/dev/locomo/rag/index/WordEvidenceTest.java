package dev.locomo.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordEvidenceTest {
  private static final List<String> TEXTS =
      List.of("red dog", "blue", "green", "yellow lake", "red red", "lake");

  private static WordEvidence.Scores scores(String question, int... sessions) {
    return new WordEvidence(WordCounts.of(TEXTS), sessions).of(question);
  }

  @Test
  void aPassageWithItsNeighboursScoresAsOneText() {
    var joined =
        List.of(
            "red dog blue green",
            "red dog blue green yellow lake",
            "red dog blue green yellow lake red red",
            "blue green yellow lake red red lake",
            "green yellow lake red red lake",
            "yellow lake red red lake");
    var whole = new WordEvidence(WordCounts.of(joined), new int[] {1, 2, 3, 4, 5, 6});
    assertThat(scores("red lake red", 1, 1, 1, 1, 1, 1).near())
        .containsExactly(whole.of("red lake red").near(), within(1e-12));
  }

  @Test
  void aSessionScoresAsOneText() {
    var sessions =
        new WordEvidence(
            WordCounts.of(List.of("red dog blue green", "yellow lake red red lake")),
            new int[] {1, 2});
    double[] expected = sessions.of("lake").session();
    assertThat(scores("lake", 7, 7, 7, 9, 9, 9).session())
        .containsExactly(
            expected[0], expected[0], expected[0], expected[1], expected[1], expected[1]);
    assertThat(expected[1]).isPositive();
  }

  @Test
  void theShareIsOfWhatTheQuestionsWordsAreWorth() {
    double[] share = scores("red dogs?", 1, 1, 1, 1, 1, 1).share();
    assertThat(share[0]).isCloseTo(1, within(1e-12));
    assertThat(share[4]).isBetween(0.1, 0.5);
    assertThat(share[1]).isZero();
    assertThat(scores("unheard dog", 1, 1, 1, 1, 1, 1).share()[0]).isBetween(0.2, 0.5);
    assertThat(scores("who?", 1, 1, 1, 1, 1, 1).share()).containsOnly(0);
  }

  @Test
  void noPassagesGiveNoScores() {
    var none = new WordEvidence(WordCounts.of(List.of()), new int[0]);
    assertThat(none.of("red").share()).isEmpty();
  }
}
