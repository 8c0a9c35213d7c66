package dev.locomo.gen.dialogue;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates of sessions, as data sets write them. */
public final class MeetingTime {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("h:mm a 'on' d MMMM, uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM, uuuu", Locale.ENGLISH);

  private MeetingTime() {}

  /** For example {@code 1:56 pm on 8 May, 2023}. */
  public static String text(LocalDateTime time) {
    String text = TIME.format(time);
    int mark = text.indexOf(" on ");
    return text.substring(0, mark).toLowerCase(Locale.ROOT) + text.substring(mark);
  }

  /** For example {@code 8 May, 2023}. */
  public static String text(LocalDate date) {
    return DATE.format(date);
  }
}
