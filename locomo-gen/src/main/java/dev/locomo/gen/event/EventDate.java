package dev.locomo.gen.event;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates of events, as the original's files write them: {@code 07 March, 2022}. */
public final class EventDate {
  private static final DateTimeFormatter WRITTEN = format("dd MMMM, uuuu");

  private static final List<DateTimeFormatter> READ =
      List.of(
          format("uuuu-M-d"),
          format("d MMMM, uuuu"),
          format("d MMMM uuuu"),
          format("MMMM d, uuuu"),
          format("d MMM, uuuu"),
          format("d MMM uuuu"),
          format("MMM d, uuuu"),
          format("uuuu/M/d"));

  private EventDate() {}

  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Reads ISO dates and English ones; 30 February and anything else is empty. */
  public static Optional<LocalDate> parse(String text) {
    String plain = text.strip().replaceAll("\\s+", " ");
    for (DateTimeFormatter format : READ) {
      try {
        return Optional.of(LocalDate.parse(plain, format));
      } catch (DateTimeException e) {
        // The next one may fit.
      }
    }
    return Optional.empty();
  }

  /** As the original's files write it. */
  public static String text(LocalDate date) {
    return WRITTEN.format(date);
  }
}
