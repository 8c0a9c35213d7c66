package dev.locomo.eval.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.locomo.eval.similarity.MmRelevance.Step;
import dev.locomo.eval.similarity.MmRelevance.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both forms of MM-Relevance by hand. */
class MmRelevanceTest {
  private static final float[] EAST = {1, 0};
  private static final float[] NORTH = {0, 1};
  private static final float[] BETWEEN = {0.8f, 0.6f};
  private static final double ROUNDING = 1e-7;

  @Test
  void mmDialogComparesElementsInTheirOrderWhateverTheyAre() {
    // 0.8 + 0.6 = 1.4 over 2 and 3 elements: 0.7 and 0.46667, so 2 * 1.4 / 5 = 0.56
    var value = MmRelevance.mmDialog(List.of(EAST, BETWEEN), List.of(BETWEEN, NORTH, EAST), 100);
    assertThat(value.precision()).isCloseTo(70, within(1e-5));
    assertThat(value.recall()).isCloseTo(140 / 3.0, within(1e-5));
    assertThat(value.f1()).isCloseTo(56, within(1e-5));
  }

  @Test
  void mmDialogOfNothingIsZero() {
    assertThat(MmRelevance.mmDialog(List.of(), List.of(EAST), 100))
        .isEqualTo(new MmRelevance.Value(0, 0, 0));
    assertThat(MmRelevance.mmDialog(List.of(), List.of(), 100).f1()).isZero();
    assertThat(MmRelevance.mmDialog(List.of(EAST), List.of(NORTH), 100).f1()).isZero();
  }

  @Test
  void miniGpt5ComparesTextWithTextAndImageWithImageOverTheDialogue() {
    var dialogue =
        List.of(
            // texts 0.8; an image that is not wanted
            new Step(new Turn(EAST, NORTH), new Turn(BETWEEN, null)),
            // texts 1; images 0.6
            new Step(new Turn(NORTH, BETWEEN), new Turn(NORTH, NORTH)),
            // a text that is missing, an image that is missing
            new Step(new Turn(null, null), new Turn(EAST, EAST)));
    // 2.4 over 4 elements given and 5 wanted
    var value = MmRelevance.miniGpt5(dialogue);
    assertThat(value.precision()).isCloseTo(0.6, within(ROUNDING));
    assertThat(value.recall()).isCloseTo(0.48, within(ROUNDING));
    assertThat(value.f1()).isCloseTo(2 * 2.4 / 9, within(ROUNDING));
  }

  @Test
  void miniGpt5WithoutAnyPairIsZero() {
    assertThat(MmRelevance.miniGpt5(List.of()).f1()).isZero();
    assertThat(
            MmRelevance.miniGpt5(List.of(new Step(new Turn(EAST, null), new Turn(null, EAST))))
                .f1())
        .isZero();
  }

  @Test
  void aTextOfPunctuationIsNone() {
    assertThat(MmRelevance.isNoText("")).isTrue();
    assertThat(MmRelevance.isNoText("...!")).isTrue();
    assertThat(MmRelevance.isNoText("ok.")).isFalse();
    assertThat(MmRelevance.isNoText(". .")).isFalse();
    assertThat(MmRelevance.isNoText("🎉")).isFalse();
  }
}
