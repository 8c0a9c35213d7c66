package dev.locomo.eval.extractive;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A date as people and models write it, as a place on the line of time. */
public final class WrittenDate {
  private static final Pattern ISO = Pattern.compile("(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d))?)?\\b.*");

  private WrittenDate() {}

  /**
   * The middle of the time that a text names first, in days since 1970: of {@code 8 May, 2023} that
   * day, of {@code May 2023} and {@code 2023} the middle of month and year. Also {@code 2023-05-08}
   * and {@code 1:56 pm on 8 May, 2023}. Empty when the text names no date with its year.
   */
  public static OptionalDouble middle(String text) {
    var iso = ISO.matcher(text.strip());
    if (iso.matches()) {
      try {
        return middle(span(iso.group(1), iso.group(2), iso.group(3)));
      } catch (DateTimeException e) {
        return OptionalDouble.empty();
      }
    }
    return RelativeDates.in(text, null).stream()
        .findFirst()
        .map(phrase -> middle(phrase.span()))
        .orElse(OptionalDouble.empty());
  }

  private static OptionalDouble middle(TimeSpan span) {
    return OptionalDouble.of((span.from().toEpochDay() + span.to().toEpochDay()) / 2.0);
  }

  private static TimeSpan span(String year, @Nullable String month, @Nullable String day) {
    int y = Integer.parseInt(year);
    if (month == null) {
      return TimeSpan.year(y);
    }
    int m = Integer.parseInt(month);
    return day == null
        ? TimeSpan.month(YearMonth.of(y, m))
        : TimeSpan.day(LocalDate.of(y, m, Integer.parseInt(day)));
  }
}
