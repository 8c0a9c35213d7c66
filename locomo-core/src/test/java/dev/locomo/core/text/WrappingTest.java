package dev.locomo.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappingTest {
  @Test
  void textIsBrokenAtSpacesAndLongWordsInside() {
    assertThat(Wrapping.lines("to be or abcdefghijkl not", 5))
        .containsExactly("to be", "or", "abcde", "fghij", "kl", "not");
  }

  @Test
  void lineFeedsStay() {
    assertThat(Wrapping.lines("a\n\nb\r\nc", 5)).containsExactly("a", "", "b", "c");
  }

  @Test
  void anEmptyTextIsOneEmptyLine() {
    assertThat(Wrapping.lines("", 5)).containsExactly("");
  }

  @Test
  void laterLinesHangUnderTheFirst() {
    assertThat(Wrapping.hanging("Ann: ", "one two three", 12))
        .isEqualTo("Ann: one two\n     three");
  }

  @Test
  void whatSteersATerminalIsShownInstead() {
    assertThat(Printable.line("a\u001b]0;x\u0007\u009b\u202e\u2028\ud800\tb\u200d"))
        .isEqualTo("a\\u001b]0;x\\u0007\\u009b\\u202e\\u2028\\ud800 b\u200d");
  }
}
