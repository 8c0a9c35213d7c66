package dev.locomo.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spellings of the same moment, and of none. */
class WrittenDatesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1:56 pm on 8 May, 2023",
        "1:56 PM on 8 May, 2023",
        "2023-05-08T13:56:00",
        "2023-05-08T13:56:00Z",
        "2023-05-08 13:56:00.000+02:00",
        "2023/05/08 (Mon) 13:56",
        "May 8, 2023 1:56 pm",
        "13:56 on 8 May, 2023",
        "1:56 p.m. on 8 May, 2023",
        "1:56 pm on 8th May, 2023",
        "1:56pm on 8 May 2023",
        "01:56 pm on 08 May, 2023",
        "Monday, May 8th, 2023, 13:56",
        "8 de mayo de 2023, 13:56",
        "8. Mai 2023 um 13:56",
        "8 mai 2023 13:56",
        "2023年5月8日 13:56",
        "2023年5月8日 下午1:56"
      })
  void aMomentIsReadInManySpellings(String text) {
    assertThat(WrittenDates.read(text)).contains(LocalDateTime.of(2023, 5, 8, 13, 56));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8 May 2023", "2023-05-08", "May-08-2023", "Mon 8 May, 2023", "2023.5.8"})
  void aDayIsItsMidnight(String text) {
    assertThat(WrittenDates.read(text)).contains(LocalDateTime.of(2023, 5, 8, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "May 2023",
        "05/08/2023",
        "31 June 2023",
        "13:56 pm on 8 May, 2023",
        "25:00 on 8 May, 2023",
        "before 8 May, 2023",
        "8 May, 2023 or later",
        "8 Maybe 2023"
      })
  void whatMeansNoDayOrTwoIsNotRead(String text) {
    assertThat(WrittenDates.read(text)).isEmpty();
  }
}
