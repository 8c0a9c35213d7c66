package dev.locomo.eval.extractive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.eval.extractive.RelativeDates.TimePhrase;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything is said on Thursday 15 June 2023 where nothing else is stated. */
class RelativeDatesTest {
  private static final LocalDate SAID = LocalDate.of(2023, 6, 15);

  private static List<String> names(String text, @Nullable LocalDate said) {
    return RelativeDates.in(text, said).stream().map(p -> p.span().name()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "I went there yesterday., 14 June 2023",
    "Last night was wild, 14 June 2023",
    "the day before yesterday, 13 June 2023",
    "See you tomorrow!, 16 June 2023",
    "the day after tomorrow, 17 June 2023",
    "We met this morning, 15 June 2023",
    "three days ago, 12 June 2023",
    "a couple of days ago, 13 June 2023",
    "We met the other day, A few days before 15 June 2023",
    "a few days ago, A few days before 15 June 2023"
  })
  void aDayIsCountedFromTheDayItIsSaid(String text, String when) {
    assertThat(names(text, SAID)).containsExactly(when);
  }

  @ParameterizedTest
  @CsvSource({
    "last Friday, The Friday before 15 June 2023, 2023-06-09",
    "Last Fri I ran, The Friday before 15 June 2023, 2023-06-09",
    "last Thursday, The Thursday before 15 June 2023, 2023-06-08",
    "on Monday, The Monday before 15 June 2023, 2023-06-12",
    "Saturday night, The Saturday before 15 June 2023, 2023-06-10",
    "next Thursday, The Thursday after 15 June 2023, 2023-06-22",
    "this Friday, The Friday after 15 June 2023, 2023-06-16"
  })
  void aWeekdayIsTheClosestOneBeforeOrAfter(String text, String when, LocalDate day) {
    assertThat(RelativeDates.in(text, SAID))
        .extracting(TimePhrase::span)
        .containsExactly(new TimeSpan(when, day, day));
  }

  @ParameterizedTest
  @CsvSource({
    "last week, The week before 15 June 2023",
    "earlier this week, The week before 15 June 2023",
    "this week, The week of 15 June 2023",
    "next week, The week after 15 June 2023",
    "this past weekend, The weekend before 15 June 2023",
    "over the weekend, The weekend before 15 June 2023",
    "next weekend, The weekend after 15 June 2023",
    "a week ago, The week before 15 June 2023",
    "two weekends ago, two weekends before 15 June 2023",
    "3 weeks ago, three weeks before 15 June 2023"
  })
  void aWeekIsNamedAfterTheDayItIsSaid(String text, String when) {
    assertThat(names(text, SAID)).containsExactly(when);
  }

  @ParameterizedTest
  @CsvSource({
    "last month, May 2023",
    "this month, June 2023",
    "next month, July 2023",
    "eight months ago, October 2022",
    "last year, 2022",
    "this year, 2023",
    "next year, 2024",
    "7 years ago, 2016",
    "last summer, summer 2022",
    "this summer, summer 2023",
    "next summer, summer 2024",
    "last spring, spring 2023",
    "next fall, fall 2023"
  })
  void monthsSeasonsAndYearsAreCountedInCalendarUnits(String text, String when) {
    assertThat(names(text, SAID)).containsExactly(when);
  }

  @ParameterizedTest
  @CsvSource({
    "in March, March 2023",
    "last June, June 2022",
    "last December, December 2022",
    "next May, May 2024",
    "in December, December 2023",
    "on the 12th, 12 June 2023",
    "on the 30th, 30 June 2023",
    "on July 4th, 4 July 2023",
    "on the 31st of December, 31 December 2022",
    "February 29, 29 February 2024",
    "January 5, 5 January 2023"
  })
  void whatLacksItsYearOrMonthIsTheClosestOne(String text, String when) {
    assertThat(names(text, SAID)).contains(when);
  }

  @Test
  void theTurnOfTheYearIsCrossed() {
    var newYear = LocalDate.of(2024, 1, 1);
    assertThat(names("yesterday", newYear)).containsExactly("31 December 2023");
    assertThat(names("last month", newYear)).containsExactly("December 2023");
    assertThat(names("last summer", newYear)).containsExactly("summer 2023");
    assertThat(names("on December 30", newYear)).containsExactly("30 December 2023");
  }

  @Test
  void withoutTheDayItIsSaidOnlyWhatNamesItsYearIsFound() {
    assertThat(names("Yesterday, last Friday, in May and on June 3", null)).isEmpty();
    assertThat(names("7 May 2023; May 8, 2023; the 9th of May 2023; June, 2023; since 2016", null))
        .containsExactly("7 May 2023", "8 May 2023", "9 May 2023", "June 2023", "2016");
  }

  @Test
  void theLongestReadingOfTheSameWordsIsTaken() {
    assertThat(names("We met on May 7, 2022 and again last Friday night", SAID))
        .containsExactly("7 May 2022", "The Friday before 15 June 2023");
  }

  @Test
  void whatIsNoDateIsNotOne() {
    assertThat(names("June 31, 2023", null)).doesNotContain("1 July 2023");
    assertThat(names("June 31", SAID)).isEmpty();
    assertThat(names("You may march 3 miles; the sun is out", SAID)).isEmpty();
    assertThat(names("", SAID)).isEmpty();
  }

  @Test
  void aSpanKnowsItsDays() {
    var week = RelativeDates.in("last week", SAID).getFirst().span();
    assertThat(week.from()).isEqualTo("2023-06-08");
    assertThat(week.to()).isEqualTo("2023-06-14");
    var month = RelativeDates.in("in February 2024", null).getFirst().span();
    assertThat(month.contains(LocalDate.of(2024, 2, 29))).isTrue();
    assertThat(month.contains(LocalDate.of(2024, 3, 1))).isFalse();
  }
}
