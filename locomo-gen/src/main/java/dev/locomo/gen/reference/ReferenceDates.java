package dev.locomo.gen.reference;

import dev.locomo.core.python.PythonError;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The original's dates, quirks included: noon is am, and what was written as pm is read as if it
 * were morning.
 */
final class ReferenceDates {
  private static final Pattern EVENT =
      Pattern.compile("(3[01]|[12]\\d|0[1-9]|[1-9]| [1-9])\\s+(\\p{Alpha}+)(,?)\\s+(\\d{4})");
  private static final Pattern SESSION =
      Pattern.compile("(\\d{1,2}):(\\d{1,2})\\s+[ap]m\\s+on\\s+(.*)");

  private ReferenceDates() {}

  /** Reads an event's date. */
  static LocalDate event(String text) {
    Matcher m = EVENT.matcher(text);
    if (m.matches()) {
      for (int month = 1; month <= 12; month++) {
        int day = Integer.parseInt(m.group(1).strip());
        int year = Integer.parseInt(m.group(4));
        if (name(month).equalsIgnoreCase(m.group(2))
            && year >= 1
            && day <= LocalDate.of(year, month, 1).lengthOfMonth()) {
          return LocalDate.of(year, month, day);
        }
      }
    }
    throw unlike(text, "%d %B %Y");
  }

  /** Writes an event's date. */
  static String text(LocalDate date) {
    return String.format(
        Locale.ROOT,
        "%02d %s, %d",
        date.getDayOfMonth(),
        name(date.getMonthValue()),
        date.getYear());
  }

  private static String name(int month) {
    return Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  /** Reads a session's date. */
  static LocalDateTime session(String text) {
    Matcher m = SESSION.matcher(text);
    if (m.matches() && Integer.parseInt(m.group(1)) < 24 && Integer.parseInt(m.group(2)) < 60) {
      return event(m.group(3)).atTime(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)));
    }
    throw unlike(text, "%H:%M pm on %d %B, %Y");
  }

  private static PythonError unlike(String text, String format) {
    return new PythonError(
        "ValueError", "time data '" + text + "' does not match format '" + format + "'");
  }

  /** Writes a session's date. */
  static String text(LocalDateTime time) {
    int hour = time.getHour();
    return String.format(
        Locale.ROOT,
        "%d:%02d %s on %d %s, %d",
        hour <= 12 ? hour : hour - 12,
        time.getMinute(),
        hour <= 12 ? "am" : "pm",
        time.getDayOfMonth(),
        name(time.getMonthValue()),
        time.getYear());
  }
}
