package dev.locomo.core.python;

import java.util.ArrayList;
import java.util.List;

/**
 * Python's string methods where they differ from Java's. White space, letters and case are those of
 * Python 3.11; lengths never matter here, so text stays UTF-16. Unpaired surrogates are characters
 * of their own, as in Python. No method throws.
 */
public final class PythonText {
  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final int DOTTED_CAPITAL_I = 0x130;

  /**
   * What a sigma looks past, besides marks, formats and modifiers: the punctuation inside words,
   * and U+1171E, which was a non-spacing mark before Unicode 16.
   */
  private static final String MID_WORD =
      "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A\uD805\uDF1E";

  private static final int MARKS =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK;
  private static final int WORD_TYPES =
      MARKS | 1 << Character.DECIMAL_DIGIT_NUMBER | 1 << Character.CONNECTOR_PUNCTUATION;
  private static final int IGNORED_BY_SIGMA =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.FORMAT
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.MODIFIER_SYMBOL;

  private PythonText() {}

  /** Whether {@code str.split()} and {@code str.strip()} take this code point for white space. */
  public static boolean isSpace(int c) {
    if (c < 0x80) {
      return c == ' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F);
    }
    return c == 0x85
        || c == 0xA0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /**
   * Whether {@code \w} of the {@code regex} module matches this code point: letters, marks, decimal
   * digits, connectors, and the two zero-width joiners.
   */
  public static boolean isWord(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
    return c == 0x200C
        || c == 0x200D
        || ((Character.isAlphabetic(c) || is(c, WORD_TYPES)) && !OlderUnicode.notIn15(c));
  }

  /** Whether the {@code regex} module knows this code point, if it is a character at all. */
  public static boolean isKnown(int c) {
    return !OlderUnicode.notIn15(c);
  }

  private static boolean is(int c, int types) {
    return (types >> Character.getType(c) & 1) != 0;
  }

  /**
   * {@code str.lower()}: full Unicode lower-casing with the final sigma, independent of any locale.
   */
  public static String lower(String text) {
    int n = text.length();
    var out = new StringBuilder(n + 4);
    for (int i = 0; i < n; ) {
      int c = text.codePointAt(i);
      if (c < 0x80) {
        out.append((char) (c >= 'A' && c <= 'Z' ? c + 32 : c));
      } else {
        appendLower(out, text, i, c);
      }
      i += Character.charCount(c);
    }
    return out.toString();
  }

  private static void appendLower(StringBuilder out, String text, int i, int c) {
    switch (c) {
      case DOTTED_CAPITAL_I -> out.append("i\u0307");
      case CAPITAL_SIGMA -> out.append(endsWord(text, i) ? '\u03C2' : '\u03C3');
      default -> out.appendCodePoint(OlderUnicode.notIn14(c) ? c : Character.toLowerCase(c));
    }
  }

  /** Java has this rule too, but stops at word breaks, which Python does not look at. */
  private static boolean endsWord(String text, int at) {
    int before = at;
    int c = -1;
    do {
      if (before == 0) {
        return false;
      }
      c = text.codePointBefore(before);
      before -= Character.charCount(c);
    } while (isIgnoredBySigma(c));
    return isCased(c) && !casedFollows(text, at + 1);
  }

  private static boolean casedFollows(String text, int from) {
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (!isIgnoredBySigma(c)) {
        return isCased(c);
      }
      i += Character.charCount(c);
    }
    return false;
  }

  private static boolean isCased(int c) {
    return (Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c))
        && !OlderUnicode.notIn14(c);
  }

  private static boolean isIgnoredBySigma(int c) {
    return (is(c, IGNORED_BY_SIGMA) || MID_WORD.indexOf(c) >= 0) && !OlderUnicode.notIn14(c);
  }

  /** {@code str.strip()}. */
  public static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** {@code str.split()}: the maximal runs without white space; of blank text none. */
  public static List<String> split(String text) {
    var words = new ArrayList<String>();
    int n = text.length();
    for (int i = 0; i < n; ) {
      int end = i;
      while (end < n && !isSpace(text.charAt(end))) {
        end++;
      }
      if (end > i) {
        words.add(text.substring(i, end));
      }
      i = end + 1;
    }
    return words;
  }

  /** {@code str.split(separator)}: always one part more than there are separators. */
  public static List<String> split(String text, char separator) {
    var parts = new ArrayList<String>();
    int from = 0;
    for (int at; (at = text.indexOf(separator, from)) >= 0; from = at + 1) {
      parts.add(text.substring(from, at));
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** {@code unicodedata.normalize("NFD", text)}. */
  public static String nfd(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0xC0) {
        return OlderUnicode.nfd(text);
      }
    }
    return text;
  }
}
