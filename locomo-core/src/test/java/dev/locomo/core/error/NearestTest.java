package dev.locomo.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mistyped name may have meant. */
class NearestTest {
  private static final List<String> NAMES =
      List.of(
          "token-f1", "token-f1-single", "rouge-1", "rouge-2", "rouge-l", "rouge-lsum", "bleu-1");

  @Test
  void theNearestComesFirstAndAtMostThreeAreNamed() {
    assertThat(Nearest.of("rogue-l", NAMES, "")).startsWith("rouge-l, ");
    assertThat(Nearest.of("rouge", NAMES, "").split(", ")).hasSize(3);
  }

  @Test
  void aPartOfANameInAnyCaseIsNear() {
    assertThat(Nearest.of("F1", NAMES, "none")).isEqualTo("none");
    assertThat(Nearest.of("Single", NAMES, "none")).isEqualTo("token-f1-single");
  }

  @Test
  void whereNoneIsNearTheOtherAdviceIsGiven() {
    assertThat(Nearest.of("perplexity", NAMES, "see the list")).isEqualTo("see the list");
    assertThat(Nearest.of("", List.of(), "see the list")).isEqualTo("see the list");
  }
}
