package dev.locomo.eval.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.locomo.core.error.UserError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionRangeTest {
  @ParameterizedTest
  @CsvSource({
    "3-8,3,8,3-8",
    "5,5,5,5",
    "3-,3,2147483647,3-",
    "-8,1,8,1-8",
    "all,1,2147483647,all",
  })
  void aRangeIsReadAndPrinted(String typed, int first, int last, String printed) {
    var range = SessionRange.parse(typed);
    assertThat(range).isEqualTo(new SessionRange(first, last));
    assertThat(range).hasToString(printed);
    assertThat(range.contains(first)).isTrue();
    assertThat(range.contains(first - 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "8-3", "0", "0-3", "3-8-9", "x", "1,2", "3 - 8", "9999999"})
  void anythingElseIsRefused(String typed) {
    assertThatThrownBy(() -> SessionRange.parse(typed))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("--sessions");
  }
}
