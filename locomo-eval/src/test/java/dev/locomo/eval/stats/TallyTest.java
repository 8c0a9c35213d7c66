package dev.locomo.eval.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.metric.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Score MISSING = new Score.Unscored(Score.Reason.NO_PREDICTION, "");

  @Test
  void anUnscoredQuestionIsCountedButNotInTheMean() {
    var tally =
        Tally.NONE
            .plus(true, new Score.Scored(1, ""))
            .plus(true, new Score.Scored(0.5, ""))
            .plus(false, MISSING);
    assertThat(tally).isEqualTo(new Tally(3, 2, 2, 1.5));
    assertThat(tally.mean()).hasValue(0.75);
    assertThat(tally.meanOverAsked()).hasValue(0.5);
    assertThat(tally.unscored()).isOne();
  }

  @Test
  void withoutAScoreThereIsNoMean() {
    assertThat(Tally.NONE.plus(false, MISSING).mean()).isEmpty();
    assertThat(Tally.NONE.meanOverAsked()).isEmpty();
  }

  @Test
  void theMacroMeanLeavesOutWhatHasNoMean() {
    var tallies = List.of(new Tally(4, 4, 4, 4), new Tally(1, 1, 1, 0), new Tally(9, 0, 0, 0));
    assertThat(Tally.macro(tallies)).hasValue(0.5);
    assertThat(Tally.macro(List.of())).isEmpty();
  }

  @Test
  void disjointTalliesAdd() {
    assertThat(new Tally(3, 2, 2, 1).plus(new Tally(2, 2, 1, 1))).isEqualTo(new Tally(5, 4, 3, 2));
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThatThrownBy(() -> new Tally(1, 0, 2, 0)).hasMessageContaining("scored 2 of 1");
  }
}
