package dev.locomo.core.dataset;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sitting of the two speakers.
 *
 * @param number counted from 1
 * @param dateText the date as written, for example {@code 1:56 pm on 8 May, 2023}; empty when the
 *     file has none
 * @param time {@code dateText} parsed, or null when it is absent or in another format
 * @param turns in order; may be empty in files other than the published one
 */
public record Session(int number, String dateText, @Nullable LocalDateTime time, List<Turn> turns) {
  private static final DateTimeFormatter PUBLISHED =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, uuuu")
          .toFormatter(Locale.ENGLISH);

  public Session {
    turns = List.copyOf(turns);
  }

  /** Reads a date as published, {@code 1:56 pm on 8 May, 2023}; anything else is empty. */
  public static Optional<LocalDateTime> parseTime(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, PUBLISHED));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
