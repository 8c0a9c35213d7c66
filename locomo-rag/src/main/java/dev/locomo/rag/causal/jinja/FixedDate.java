package dev.locomo.rag.causal.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * The date that templates take for today's, the same every day so that a request is the same
 * tomorrow: 26 July 2024, which is the one that Llama's templates name where they are told none.
 */
final class FixedDate {
  private static final LocalDateTime DATE = LocalDateTime.of(2024, 7, 26, 0, 0);

  /** The letters of C's {@code strftime} as patterns of Java. */
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('a', "EEE"),
          Map.entry('A', "EEEE"),
          Map.entry('b', "MMM"),
          Map.entry('B', "MMMM"),
          Map.entry('d', "dd"),
          Map.entry('m', "MM"),
          Map.entry('y', "yy"),
          Map.entry('Y', "yyyy"),
          Map.entry('H', "HH"),
          Map.entry('I', "hh"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('p', "a"),
          Map.entry('j', "DDD"),
          Map.entry('F', "yyyy-MM-dd"),
          Map.entry('T', "HH:mm:ss"));

  private FixedDate() {}

  /** The date in a format; a {@link JinjaError} where it has a letter that is not known. */
  static String written(String format) {
    var text = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        text.append(c);
        continue;
      }
      boolean bare = format.startsWith("-", i + 1);
      i += bare ? 2 : 1;
      text.append(i < format.length() ? part(format.charAt(i), bare) : "%");
    }
    return text.toString();
  }

  private static String part(char letter, boolean bare) {
    if (letter == '%') {
      return "%";
    }
    String pattern = PATTERNS.get(letter);
    if (pattern == null) {
      throw new JinjaError("the date format %" + letter + " is not known here");
    }
    String part = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(DATE);
    return bare ? part.replaceFirst("^0+(?=\\d)", "") : part;
  }
}
