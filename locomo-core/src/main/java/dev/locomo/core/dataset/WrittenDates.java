package dev.locomo.core.dataset;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates of sessions and questions in the spellings that data sets use: as published ({@code 1:56 pm
 * on 8 May, 2023}), ISO ({@code 2023-05-08T13:56:00}), {@code 2023/05/08 (Mon) 13:56}, {@code May
 * 8th, 2023 1:56 p.m.}, {@code 1 pm, 8 May 2023}, {@code 8. Mai 2023, 13.56 Uhr}, {@code 8 mai 2023
 * à 13h56}, {@code March-15-2024}, {@code 2023年5月8日下午1点56分}, and month names of ten languages.
 * Blanks may be of any kind, digits and signs wide. A date without a time is its midnight; zones
 * are left out, so that times stay as the speakers see them. {@code 05/08/2023} is not read: it
 * means two days.
 */
public final class WrittenDates {
  private static final DateTimeFormatter PUBLISHED =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("h:mm a 'on' d MMMM, uuuu")
          .toFormatter(Locale.ENGLISH);

  /** English last: its names win. */
  private static final List<String> LANGUAGES =
      List.of("zh", "ja", "ru", "tr", "nl", "pt", "it", "fr", "de", "es", "en");

  private WrittenDates() {}

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  }

  private static String named(String group, String name) {
    return group.replaceFirst("\\(", "(?<" + name + ">");
  }

  private static String year() {
    return "(?:,| de| del|\\s|-)+(?<y>\\d{4})(?!\\d)";
  }

  private static Map<String, Month> months() {
    var months = new HashMap<String, Month>();
    for (String language : LANGUAGES) {
      var locale = Locale.of(language);
      for (Month month : Month.values()) {
        for (TextStyle style : List.of(TextStyle.SHORT, TextStyle.FULL)) {
          months.put(plain(month.getDisplayName(style, locale)), month);
        }
      }
    }
    months.put("sept", Month.SEPTEMBER);
    return months;
  }

  private static String weekdays() {
    var names = new TreeSet<String>(Comparator.comparingInt(String::length).thenComparing(n -> n));
    for (String language : LANGUAGES) {
      for (DayOfWeek day : DayOfWeek.values()) {
        names.add(plain(day.getDisplayName(TextStyle.SHORT, Locale.of(language))));
        names.add(plain(day.getDisplayName(TextStyle.FULL, Locale.of(language))));
      }
    }
    return String.join("|", names.descendingSet());
  }

  /** In lower case, without full stops and accents. */
  private static String plain(String name) {
    return Normalizer.normalize(name.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("[.\\p{M}]", "")
        .replace('ı', 'i');
  }

  /** Whether a date is spelled as the published file does. */
  public static boolean isPublished(String text) {
    return published(text).isPresent();
  }

  private static Optional<LocalDateTime> published(String text) {
    try {
      return Optional.of(LocalDateTime.parse(text, PUBLISHED));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Reads a date with or without a time; what is none, or holds more than that, is empty. */
  public static Optional<LocalDateTime> read(String text) {
    return published(text)
        .or(() -> text.length() > 80 ? Optional.empty() : other(WidthForms.narrow(text)));
  }

  /** Made for the first date that is not as published: names of many languages take their time. */
  private static final class Other {
    private static final String NAME = "(\\p{L}{3,12})\\.?";
    private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?";

    /** Year, month and day, in the order of the groups {@code y}, {@code m}, {@code d}. */
    private static final List<Pattern> DATES =
        List.of(
            pattern("(?<y>\\d{4})[-/.](?<m>\\d{1,2})[-/.](?<d>\\d{1,2})(?!\\d)"),
            pattern("(?<y>\\d{4})\\s*年\\s*(?<m>\\d{1,2})\\s*月\\s*(?<d>\\d{1,2})\\s*日"),
            pattern(named(DAY, "d") + "(?: of| de|\\s)*[\\s-]+" + named(NAME, "m") + year()),
            pattern(named(NAME, "m") + "[\\s-]+" + named(DAY, "d") + year()));

    private static final Pattern TIME =
        pattern(
            "(?<half>上午|下午|午前|午後)?\\s*(?<h>\\d{1,2})"
                + "(?:\\s*(?:[:.]|h|[点點时時])\\s*(?<min>\\d{2})(?::(?<s>\\d{2})(?:[.,]\\d+)?)?分?)?"
                + "\\s*(?<ap>[ap]\\.?m\\b\\.?)?(?<unit>\\s*(?:Uhr|h|[点點时時])(?!\\p{L}))?(?<zone>\\s*(?:Z|UTC|GMT|[+-]\\d{2}:?\\d{2}))?");

    /** What may be left beside the date and the time: a word between them, a day of the week. */
    private static final Pattern FILLER =
        pattern(
            "[\\s,()T]*(?:(?:on|at|a las|um|à|den|le|el|г|" + weekdays() + ")\\.?[\\s,()T]*){0,3}");

    private static final Map<String, Month> MONTHS = months();
  }

  private static Optional<LocalDateTime> other(String text) {
    for (Pattern dates : Other.DATES) {
      Matcher m = dates.matcher(text);
      while (m.find()) {
        LocalDate date = date(m);
        if (date != null) {
          return time(text.substring(0, m.start()) + " " + text.substring(m.end()), date);
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable LocalDate date(Matcher m) {
    String month = m.group("m");
    @Nullable Month named = Other.MONTHS.get(plain(month));
    if (named == null && !Character.isDigit(month.charAt(0))) {
      return null;
    }
    try {
      int number = named == null ? Integer.parseInt(month) : named.getValue();
      String day = m.group("d").replaceFirst("\\D+$", "");
      return LocalDate.of(Integer.parseInt(m.group("y")), number, Integer.parseInt(day));
    } catch (DateTimeException | NumberFormatException e) {
      return null;
    }
  }

  private static Optional<LocalDateTime> time(String rest, LocalDate date) {
    Matcher m = Other.TIME.matcher(rest);
    if (!m.find()) {
      return Other.FILLER.matcher(rest).matches()
          ? Optional.of(date.atStartOfDay())
          : Optional.empty();
    }
    if (!Other.FILLER
        .matcher(rest.substring(0, m.start()) + " " + rest.substring(m.end()))
        .matches()) {
      return Optional.empty();
    }
    int hour = Integer.parseInt(m.group("h"));
    String half = m.group("ap") == null ? m.group("half") : m.group("ap");
    boolean written = half != null;
    boolean alone = m.group("min") == null && m.group("unit") == null;
    if ((alone && !written) || (written && (hour < 1 || hour > 12))) {
      return Optional.empty();
    }
    boolean after =
        written && (half.startsWith("p") || half.startsWith("P") || half.matches("下午|午後"));
    try {
      int full = written ? hour % 12 + (after ? 12 : 0) : hour;
      int second = m.group("s") == null ? 0 : Integer.parseInt(m.group("s"));
      int minute = m.group("min") == null ? 0 : Integer.parseInt(m.group("min"));
      return Optional.of(date.atTime(LocalTime.of(full, minute, second)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
