package dev.locomo.rag.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.rag.retrieve.DateScorer.NamedDates;
import dev.locomo.rag.retrieve.DateScorer.NamedDates.Span;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamedDatesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What did Ann do on 7 May, 2023?|2023-05-07|2023-05-07",
        "What did Ann do on May 7th 2023?|2023-05-07|2023-05-07",
        "the 7th of May|2023-05-07|2023-05-07",
        "ON MAY 7, 2021|2021-05-07|2021-05-07",
        "trip in May 2023|2023-05-01|2023-05-31",
        "in the second week of February|2023-02-01|2023-02-28",
        "in early May|2023-05-01|2023-05-31",
        "Christmas, December 2022|2022-12-01|2022-12-31",
      })
  void aDayOrMonthIsFound(String question, LocalDate first, LocalDate last) {
    assertThat(NamedDates.in(question, Set.of(2023))).containsExactly(new Span(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "What may Ann do?",
        "Ann will march on",
        "in 2023",
        "on 31 February 2023",
        "7 days"
      })
  void whatNamesNoDayGivesNothing(String question) {
    assertThat(NamedDates.in(question, Set.of(2023))).isEmpty();
  }

  @org.junit.jupiter.api.Test
  void withoutAYearEveryYearOfTheConversationIsMeant() {
    assertThat(NamedDates.in("on 1 May", Set.of(2022, 2023))).hasSize(2);
    assertThat(NamedDates.in("from 1 May 2022 to 3 June 2022", Set.of(2022))).hasSize(2);
  }
}
