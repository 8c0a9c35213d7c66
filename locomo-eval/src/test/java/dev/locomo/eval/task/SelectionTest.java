package dev.locomo.eval.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionTest {
  @Test
  void whatIsWrittenIsReadBack() {
    for (var selection :
        java.util.List.of(
            Selection.ALL,
            new Selection(Set.of("conv-26", "a b"), Set.of(5), true, 7),
            new Selection(Set.of(), Set.of(2, 4), false, null))) {
      assertThat(Selection.parse(selection.toString())).contains(selection);
    }
  }

  @Test
  void anythingElseIsEmpty() {
    assertThat(Selection.parse("all samples; six")).isEmpty();
    assertThat(Selection.parse("all samples; all categories; last 3")).isEmpty();
    assertThat(Selection.parse("")).isEmpty();
  }
}
