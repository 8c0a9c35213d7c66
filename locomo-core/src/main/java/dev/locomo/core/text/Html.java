package dev.locomo.core.text;

import java.util.Locale;

/**
 * Text as HTML text. Whatever comes from a data set, a model or a file goes through here: markup is
 * shown, not obeyed; what could steer the display (control characters, direction overrides,
 * unpaired surrogates) becomes visible.
 */
public final class Html {
  private Html() {}

  /** For text and for double-quoted attributes; line feeds and tabs stay. */
  public static String escape(String text) {
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c) {
    switch (c) {
      case '&' -> safe.append("&amp;");
      case '<' -> safe.append("&lt;");
      case '>' -> safe.append("&gt;");
      case '"' -> safe.append("&quot;");
      case '\'' -> safe.append("&#39;");
      case '\n', '\t' -> safe.appendCodePoint(c);
      default -> {
        if (steers(c)) {
          safe.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
          safe.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean steers(int c) {
    boolean override = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return override
        || switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              true;
          default -> false;
        };
  }

  /** A share as percent with one digit. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }
}
