package dev.locomo.rag.causal.jinja;

import java.time.LocalDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The date that templates take for today's, the same every day so that a request is the same
 * tomorrow: 26 July 2024, which is the one that Llama's templates name where they are told none.
 */
final class FixedDate {
  private static final LocalDateTime DATE = LocalDateTime.of(2024, 7, 26, 0, 0);
  private static final Pattern CONVERSION = Pattern.compile("%(-?)(.?)", Pattern.DOTALL);

  /** The letters that mean the same in C's {@code strftime} and after {@code %t} in Java. */
  private static final String LETTERS = "aAbBdmyYHIMSpjFT";

  private FixedDate() {}

  /** The date in a format; a {@link JinjaError} where it has a letter that is not known. */
  static String written(String format) {
    return CONVERSION
        .matcher(format)
        .replaceAll(found -> part(found.group(2), !found.group(1).isEmpty()));
  }

  private static String part(String letter, boolean bare) {
    if (letter.isEmpty() || letter.equals("%")) {
      return "%";
    }
    if (!LETTERS.contains(letter)) {
      throw new JinjaError("the date format %" + letter + " is not known here");
    }
    String upper = letter.equals("p") ? "%T" : "%t"; // AM, which Java writes am
    String part = String.format(Locale.ENGLISH, upper + letter, DATE);
    return bare ? part.replaceFirst("^0+(?=\\d)", "") : part;
  }
}
