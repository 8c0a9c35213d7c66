package dev.locomo.eval.judge.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WholeDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 May 2023 | 2023-05-07 | May 7, 2023 | 8 May 2023 | 6 May 2023",
        "on May 1st, 2023 | 2023-05-01 | 1 May 2023 | 2 May 2023 | 30 April 2023",
        "31December, 2022. | 2022-12-31 | December 31, 2022 | 1 January 2023 | 30 December 2022",
        "January, 2022 | 2022-01 | the month of January 2022 | February 2022 | December 2021"
      })
  void aDateIsRespelledAndMoved(
      String text, String numeric, String words, String next, String previous) {
    var date = WholeDate.read(text).orElseThrow();
    assertThat(date.spelledOtherwise(0)).contains(numeric);
    assertThat(date.spelledOtherwise(1)).contains(words);
    assertThat(date.neighbour(true).written()).isEqualTo(next);
    assertThat(date.neighbour(false).written()).isEqualTo(previous);
  }

  @Test
  void aYearHasNeighboursButNoOtherSpelling() {
    var year = WholeDate.read("in 2022").orElseThrow();
    assertThat(year.spelledOtherwise(0)).isEqualTo(Optional.empty());
    assertThat(year.neighbour(false).written()).isEqualTo("2021");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"The week before 6 March 2023", "31 June 2023", "two", "2022, 2023", "1234", ""})
  void whatIsMoreOrLessThanADateIsNone(String text) {
    assertThat(WholeDate.read(text)).isEmpty();
  }
}
