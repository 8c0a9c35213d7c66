package dev.locomo.core.dataset;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/** The published way to write when a session took place: {@code 1:56 pm on 8 May, 2023}. */
public final class SessionDate {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, uuuu")
          .toFormatter(Locale.ENGLISH);

  private SessionDate() {}

  /** Reads such a date; anything else is empty. */
  public static Optional<LocalDateTime> parse(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, FORMAT));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
