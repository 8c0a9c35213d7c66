package dev.locomo.core.dataset;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sitting of the two speakers.
 *
 * @param number counted from 1
 * @param dateText the date as written, for example {@code 1:56 pm on 8 May, 2023}; empty when the
 *     file has none
 * @param time {@code dateText} parsed, or null when it is absent or cannot be read
 * @param turns in order; may be empty in files other than the published one
 */
public record Session(int number, String dateText, @Nullable LocalDateTime time, List<Turn> turns) {
  public Session {
    turns = List.copyOf(turns);
  }

  /**
   * Reads a date in any spelling of {@link WrittenDates}, the published one first; anything else is
   * empty.
   */
  public static Optional<LocalDateTime> parseTime(String text) {
    return WrittenDates.read(text);
  }
}
