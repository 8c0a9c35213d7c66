package dev.locomo.core.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonFormatTest {
  @Test
  void formatFillsSlotsInOrder() {
    assertThat(PythonFormat.format("{{{}}} {}", "a{}", "b", "left over")).isEqualTo("{a{}} b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{0}", "{x}", "{", "}", "{:d}"})
  void formatRefusesOtherBraces(String template) {
    assertThatThrownBy(() -> PythonFormat.format(template, "a")).isInstanceOf(PythonError.class);
  }
}
