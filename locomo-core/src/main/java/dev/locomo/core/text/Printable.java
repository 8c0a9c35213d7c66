package dev.locomo.core.text;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Makes text from a file or a model safe to print: what a terminal could obey or hide (control and
 * escape characters, direction overrides, invisible format characters, unpaired surrogates) becomes
 * visible as <code>&#92;u001b</code>. The two joiners inside emoji and words stay.
 */
public final class Printable {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private Printable() {}

  /** For one line: line ends are made visible as well ({@code \n}), tabs become spaces. */
  public static String line(String text) {
    return safe(text, false);
  }

  /** For a paragraph: line feeds stay, carriage returns before them go, tabs become spaces. */
  public static String text(String text) {
    return safe(text.replace("\r\n", "\n"), true);
  }

  /** Prints notices, which quote servers and models, a line each. */
  public static Consumer<String> notices(PrintWriter to) {
    return notice -> to.println(line(notice));
  }

  private static String safe(String text, boolean keepLines) {
    var safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(safe, c, keepLines));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int c, boolean keepLines) {
    if (c == '\n') {
      safe.append(keepLines ? "\n" : "\\n");
    } else if (c == '\t') {
      safe.append(' ');
    } else if (steers(c)) {
      safe.append(String.format(Locale.ROOT, "\\u%04x", c));
    } else {
      safe.appendCodePoint(c);
    }
  }

  private static boolean steers(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> c != JOINER && c != NON_JOINER;
      default -> false;
    };
  }
}
