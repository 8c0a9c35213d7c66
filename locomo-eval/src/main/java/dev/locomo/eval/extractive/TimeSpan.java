package dev.locomo.eval.extractive;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A stretch of time with a name that can be given as an answer.
 *
 * @param name for example {@code 7 May 2023}, {@code June 2023} or {@code The week before 9 June
 *     2023}
 * @param from first day
 * @param to last day, not before {@code from}
 */
record TimeSpan(String name, LocalDate from, LocalDate to) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  boolean contains(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(to);
  }

  static TimeSpan day(LocalDate day) {
    return new TimeSpan(DAY.format(day), day, day);
  }

  static TimeSpan month(YearMonth month) {
    return new TimeSpan(MONTH.format(month), month.atDay(1), month.atEndOfMonth());
  }

  static TimeSpan year(int year) {
    return new TimeSpan(
        Integer.toString(year), LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
  }

  /** Three months named after the year of the first: {@code winter 2023} ends in 2024. */
  static TimeSpan season(String name, YearMonth first) {
    return new TimeSpan(
        name + " " + first.getYear(), first.atDay(1), first.plusMonths(2).atEndOfMonth());
  }

  /** The last such weekday before a day. */
  static TimeSpan weekdayBefore(LocalDate said, DayOfWeek weekday) {
    LocalDate day = said.with(TemporalAdjusters.previous(weekday));
    return new TimeSpan("The " + name(weekday) + " before " + DAY.format(said), day, day);
  }

  /** The next such weekday after a day. */
  static TimeSpan weekdayAfter(LocalDate said, DayOfWeek weekday) {
    LocalDate day = said.with(TemporalAdjusters.next(weekday));
    return new TimeSpan("The " + name(weekday) + " after " + DAY.format(said), day, day);
  }

  /**
   * Some days counted from one day and named after it.
   *
   * @param what for example {@code The week before}
   * @param from days from {@code said} to the first, negative before it
   * @param to days from {@code said} to the last
   */
  static TimeSpan around(LocalDate said, String what, int from, int to) {
    return new TimeSpan(what + " " + DAY.format(said), said.plusDays(from), said.plusDays(to));
  }

  /**
   * The day of the month closest to a day.
   *
   * @throws DateTimeException when no month near has such a day
   */
  static TimeSpan closest(LocalDate said, int dayOfMonth) {
    return closest(
        said,
        LongStream.of(0, -1, 1)
            .mapToObj(YearMonth.from(said)::plusMonths)
            .filter(m -> m.isValidDay(dayOfMonth))
            .map(m -> m.atDay(dayOfMonth)));
  }

  /**
   * The day of the year closest to a day.
   *
   * @throws DateTimeException when there is no such day
   */
  static TimeSpan closest(LocalDate said, Month month, int dayOfMonth) {
    var day = MonthDay.of(month, dayOfMonth);
    return closest(
        said,
        Stream.of(0, -1, 1).map(y -> said.getYear() + y).filter(day::isValidYear).map(day::atYear));
  }

  private static TimeSpan closest(LocalDate said, Stream<LocalDate> days) {
    return days.min(Comparator.comparingLong(d -> Math.abs(ChronoUnit.DAYS.between(said, d))))
        .map(TimeSpan::day)
        .orElseThrow(() -> new DateTimeException("no such day near " + said));
  }

  private static String name(DayOfWeek weekday) {
    return weekday.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
