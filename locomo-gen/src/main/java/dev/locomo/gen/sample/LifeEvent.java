package dev.locomo.gen.sample;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something that happens to a speaker.
 *
 * @param id {@code E} and a number, unique among the speaker's events
 * @param text one sentence
 * @param date the day
 * @param causes ids of events on earlier days; may be empty
 */
public record LifeEvent(String id, String text, LocalDate date, List<String> causes) {
  private static final DateTimeFormatter WRITTEN = format("dd MMMM, uuuu");
  private static final List<DateTimeFormatter> READ =
      Stream.of(
              "uuuu-M-d|d MMMM, uuuu|d MMMM uuuu|MMMM d, uuuu|d MMM, uuuu|d MMM uuuu|MMM d, uuuu|uuuu/M/d"
                  .split("\\|"))
          .map(LifeEvent::format)
          .toList();

  public LifeEvent {
    causes = List.copyOf(causes);
  }

  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(pattern)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** The days after a day on which something happens to either of two, in order. */
  public static List<LocalDate> daysAfter(LocalDate last, Pair<List<LifeEvent>> events) {
    return Stream.concat(events.a().stream(), events.b().stream())
        .map(LifeEvent::date)
        .filter(day -> day.isAfter(last))
        .distinct()
        .sorted()
        .toList();
  }

  /** Reads an ISO date or an English one; 30 February and anything else is empty. */
  public static Optional<LocalDate> parseDate(String text) {
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

  /** A day as the original's files write it: {@code 07 March, 2022}. */
  public static String text(LocalDate date) {
    return WRITTEN.format(date);
  }

  /** The event's day as the original's files write it. */
  public String dateText() {
    return text(date);
  }
}
