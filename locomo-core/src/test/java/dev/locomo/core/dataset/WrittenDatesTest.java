package dev.locomo.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
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
        "2023年5月8日 下午1:56",
        "2023年5月8日下午1点56分",
        "2023年5月8日(月) 13時56分",
        "1:56\u202fpm on 8\u00a0May, 2023",
        "１３：５６ on ８ May, ２０２３",
        "1.56 p.m. on 8 May 2023",
        "8. Mai 2023, 13:56 Uhr",
        "8. Mai 2023, 13.56 Uhr",
        "8 mai 2023 à 13h56",
        "8 maggio 2023, 13:56",
        "8 de maio de 2023 13:56",
        "8 мая 2023 г., 13:56",
        "8 MAYIS 2023 13:56"
      })
  void aMomentIsReadInManySpellings(String text) {
    assertThat(WrittenDates.read(text)).contains(LocalDateTime.of(2023, 5, 8, 13, 56));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1 pm on 8 May, 2023", "8. Mai 2023, 13 Uhr", "2023年5月8日下午1点"})
  void anHourNeedsNoMinutes(String text) {
    assertThat(WrittenDates.read(text)).contains(LocalDateTime.of(2023, 5, 8, 13, 0));
  }

  @Test
  void accentsMayBeLeftOut() {
    assertThat(WrittenDates.read("8 aout 2023")).isEqualTo(WrittenDates.read("8 août 2023"));
    assertThat(WrittenDates.read("8 aout 2023")).isPresent();
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
        "7 on 8 May, 2023",
        "8 Maybe 2023"
      })
  void whatMeansNoDayOrTwoIsNotRead(String text) {
    assertThat(WrittenDates.read(text)).isEmpty();
  }
}
