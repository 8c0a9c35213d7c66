package dev.locomo.core.dataset.json;

import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Looks at the characters of a text. */
final class TextCheck {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private final Findings out;

  TextCheck(Findings out) {
    this.out = out;
  }

  /** A string; other values are passed over. */
  void check(Node at) {
    String text = at.value().textValue();
    if (text == null) {
      return;
    }
    long most = TextLimits.current().text();
    if (text.length() > most) {
      out.odd(
          Oddity.TEXT_TOO_LONG, at, text.length() + " characters", "at most " + most);
    }
    if (text.codePoints().allMatch(c -> space(c) || invisible(c))) {
      out.odd(Oddity.TEXT_EMPTY, at, "text");
      return;
    }
    if (space(text.codePointAt(0)) || space(text.codePointBefore(text.length()))) {
      out.odd(Oddity.OUTER_WHITE_SPACE, at, ends(text), "no white space around the text");
    }
    each(Oddity.INVISIBLE_CHARACTER, at, text.codePoints().filter(TextCheck::invisible));
    each(Oddity.UNPAIRED_SURROGATE, at, text.codePoints().filter(TextCheck::surrogate));
  }

  /** A string that prompts put on one line. */
  void checkLine(Node at) {
    check(at);
    String text = at.value().textValue();
    if (text != null && text.indexOf('\n') >= 0) {
      long lines = text.chars().filter(c -> c == '\n').count() + 1;
      out.odd(Oddity.LINE_BREAK, at, lines + " lines", "one line");
    }
  }

  private void each(Oddity oddity, Node at, IntStream characters) {
    String list =
        characters
            .boxed()
            .collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> String.format(Locale.ROOT, "U+%04X x%d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    if (!list.isEmpty()) {
      out.odd(oddity, at, list, "visible characters");
    }
  }

  private static String ends(String text) {
    return text.length() <= 40
        ? Node.quoted(text)
        : Node.quoted(text.substring(0, 12))
            + " ... "
            + Node.quoted(text.substring(text.length() - 12));
  }

  private static boolean space(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean surrogate(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  /** Control and format characters; the joiners belong to emoji and to some scripts. */
  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> !space(c);
      case Character.FORMAT -> c != JOINER && c != NON_JOINER;
      default -> false;
    };
  }
}
