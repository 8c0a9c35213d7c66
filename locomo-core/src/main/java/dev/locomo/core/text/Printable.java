package dev.locomo.core.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Makes text from a file or a model safe to print: what a terminal could obey or hide (control and
 * escape characters, direction overrides, invisible format characters, unpaired surrogates) becomes
 * visible as <code>&#92;u001b</code>. The two joiners inside emoji and words stay.
 */
public final class Printable {
  private static final Pattern ESCAPED = Pattern.compile("%\\p{XDigit}{2}");
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  /** A line may quote a value of a million characters. */
  private static final int LONGEST = 1000;

  private Printable() {}

  /** Numbers have the digits and the point of ASCII from here on, in whatever country we run. */
  public static void plainNumbers() {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }

  /** Of a line that is said besides the results as much as is of use to anybody. */
  public static String brief(String line) {
    if (line.length() <= LONGEST) {
      return line;
    }
    int end = Character.isHighSurrogate(line.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return line.substring(0, end) + "... (" + line.length() + " characters)";
  }

  /** A number with what is counted, {@code 1 label} or {@code 2 labels}. */
  public static String counted(long number, String one) {
    return counted(number, one, one + "s");
  }

  /**
   * The same of other words: {@code 1 summary} or {@code 2 summaries}.
   *
   * @param one what follows the number 1
   * @param several what follows any other number
   */
  public static String counted(long number, String one, String several) {
    return number + " " + (number == 1 ? one : several);
  }

  /** For one line: line ends are made visible as well ({@code \n}), tabs become spaces. */
  public static String line(String text) {
    return safe(text, false);
  }

  /** For a paragraph: line feeds stay, carriage returns before them go, tabs become spaces. */
  public static String text(String text) {
    return safe(text.replace("\r\n", "\n"), true);
  }

  /**
   * An id as one field of a line, whoever reads it: a blank, control character or quotation mark
   * inside is written {@code %20}, and where an id has such, or already looks so, its percent signs
   * are written {@code %25}, so that no two ids become one.
   */
  public static String field(String id) {
    if (id.codePoints().noneMatch(Printable::separates) && !ESCAPED.matcher(id).find()) {
      return id;
    }
    var field = new StringBuilder();
    id.codePoints()
        .forEach(c -> {
          if (separates(c) || c == '%') {
            String escaped = URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8);
            field.append(escaped.replace("+", "%20"));
          } else {
            field.appendCodePoint(c);
          }
        });
    return field.toString();
  }

  /** For some reader of such files: Python's takes U+0085 for a blank as well. */
  private static boolean separates(int c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == '"';
  }

  /** Prints notices, which quote servers and models, a line each. */
  public static Consumer<String> notices(PrintWriter to) {
    return notice -> to.println(line(notice));
  }

  /**
   * Prints what is safe: all else becomes visible, which within JSON means the same. Line ends and
   * tabs stay, for programs read what is printed as well.
   */
  public static PrintWriter printer(Writer to, boolean autoFlush) {
    return new PrintWriter(
        new FilterWriter(to) {
          private boolean returned;

          @Override
          public void write(char[] text, int from, int length) throws IOException {
            int done = from;
            for (int i = from; i < from + length; i++) {
              if (returned) {
                // The text before it is written by now.
                out.write(text[i] == '\n' ? "\r" : visible('\r'));
              }
              returned = text[i] == '\r';
              if (returned || !isBlank(text[i]) && steers(text[i])) {
                out.write(text, done, i - done);
                out.write(returned ? "" : visible(text[i]));
                done = i + 1;
              }
            }
            out.write(text, done, from + length - done);
          }

          @Override
          public void write(int c) throws IOException {
            write(new char[] {(char) c}, 0, 1);
          }

          @Override
          public void write(String text, int from, int length) throws IOException {
            write(text.substring(from, from + length).toCharArray(), 0, length);
          }
        },
        autoFlush);
  }

  private static boolean isBlank(char c) {
    return c == '\n' || c == '\t' || Character.isSurrogate(c);
  }

  private static String visible(int c) {
    return String.format(Locale.ROOT, "\\u%04x", c);
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
      safe.append(visible(c));
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
