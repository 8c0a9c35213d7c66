package dev.locomo.eval.judge.bank;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An answer that is a date and nothing else: a day, a month or a year.
 *
 * @param start its first day
 * @param precision how much of it was said
 * @param dayFirst whether a day stood before its month
 */
record WholeDate(LocalDate start, Precision precision, boolean dayFirst) {
  /** How much of a date is said. */
  enum Precision {
    DAY,
    MONTH,
    YEAR
  }

  private static final String MONTH =
      "(?<month>January|February|March|April|May|June|July|August|September|October|November|December)";

  private static final String DAY = "(?<day>\\d{1,2})(?:st|nd|rd|th)?";
  private static final String YEAR = "(?<year>(?:19|20)\\d{2})";
  private static final Pattern DAY_FIRST = pattern(DAY + "\\s*" + MONTH + ",?\\s*" + YEAR);
  private static final Pattern MONTH_FIRST = pattern(MONTH + "\\s*" + DAY + ",?\\s*" + YEAR);
  private static final Pattern MONTH_ALONE = pattern(MONTH + ",?\\s*" + YEAR);
  private static final Pattern YEAR_ALONE = pattern(YEAR);

  private static Pattern pattern(String regex) {
    return Pattern.compile("(?:(?:in|on)\\s+)?" + regex + "\\.?", Pattern.CASE_INSENSITIVE);
  }

  /** Reads such an answer; anything else, a date that no calendar has included, is empty. */
  static Optional<WholeDate> read(String text) {
    String bare = text.strip();
    try {
      Matcher m = DAY_FIRST.matcher(bare);
      boolean dayFirst = m.matches();
      if (dayFirst || (m = MONTH_FIRST.matcher(bare)).matches()) {
        var day = LocalDate.of(year(m), month(m), Integer.parseInt(m.group("day")));
        return Optional.of(new WholeDate(day, Precision.DAY, dayFirst));
      }
      if ((m = MONTH_ALONE.matcher(bare)).matches()) {
        return Optional.of(
            new WholeDate(LocalDate.of(year(m), month(m), 1), Precision.MONTH, false));
      }
      m = YEAR_ALONE.matcher(bare);
      return m.matches()
          ? Optional.of(new WholeDate(LocalDate.of(year(m), 1, 1), Precision.YEAR, false))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static int year(Matcher m) {
    return Integer.parseInt(m.group("year"));
  }

  private static Month month(Matcher m) {
    return Month.valueOf(m.group("month").toUpperCase(Locale.ROOT));
  }

  /**
   * The same date in another spelling; a year has none.
   *
   * @param draw chooses among those in numbers, with the day on the other side and others, 0 or
   *     more
   */
  Optional<String> spelledOtherwise(int draw) {
    List<String> spellings =
        switch (precision) {
          case DAY ->
              List.of(
                  start.toString(),
                  dayFirst ? monthFirst() : written(),
                  "the " + ordinal() + " of " + monthName() + " " + start.getYear(),
                  monthName().substring(0, 3)
                      + ". "
                      + start.getDayOfMonth()
                      + ", "
                      + start.getYear(),
                  weekday() + ", " + (dayFirst ? monthFirst() : written()));
          case MONTH ->
              List.of(
                  YearMonth.from(start).toString(),
                  "the month of " + written(),
                  monthName() + " of " + start.getYear(),
                  monthName().substring(0, 3) + " '" + start.getYear() % 100);
          case YEAR -> List.of();
        };
    return spellings.isEmpty()
        ? Optional.empty()
        : Optional.of(spellings.get(draw % spellings.size()));
  }

  /** Whether a date may be taken for this one: less than two months away, or next to its year. */
  boolean isNear(WholeDate other) {
    long months = Math.abs(ChronoUnit.MONTHS.between(start, other.start));
    return precision == Precision.YEAR ? months <= 12 : months < 2;
  }

  private String weekday() {
    return start.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private String ordinal() {
    int day = start.getDayOfMonth();
    return day
        + (day / 10 == 1
            ? "th"
            : switch (day % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            });
  }

  /** The next day, month or year, or the one before. */
  WholeDate neighbour(boolean later) {
    long step = later ? 1 : -1;
    LocalDate moved =
        switch (precision) {
          case DAY -> start.plusDays(step);
          case MONTH -> start.plusMonths(step);
          case YEAR -> start.plusYears(step);
        };
    return new WholeDate(moved, precision, dayFirst);
  }

  /** For example {@code 7 May 2023}, {@code May 2023} or {@code 2023}. */
  String written() {
    return switch (precision) {
      case DAY -> start.getDayOfMonth() + " " + monthName() + " " + start.getYear();
      case MONTH -> monthName() + " " + start.getYear();
      case YEAR -> Integer.toString(start.getYear());
    };
  }

  private String monthFirst() {
    return monthName() + " " + start.getDayOfMonth() + ", " + start.getYear();
  }

  private String monthName() {
    return start.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }
}
