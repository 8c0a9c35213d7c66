package dev.locomo.rag.causal.jinja;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts and numbers as a template writes them. */
final class Literals {
  private static final Pattern ESCAPED = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)", Pattern.DOTALL);

  private Literals() {}

  static Object number(String word) {
    if (word.contains(".")) {
      return Double.valueOf(word);
    }
    try {
      return Long.valueOf(word);
    } catch (NumberFormatException e) {
      throw new JinjaError("the number " + word + " is too large");
    }
  }

  /** What stands between quotes, its escapes undone. */
  static String text(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    return ESCAPED.matcher(inner).replaceAll(found -> Matcher.quoteReplacement(one(found)));
  }

  private static String one(MatchResult escape) {
    String what = escape.group(1);
    return switch (what.charAt(0)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '\\', '\'', '"' -> what;
      case 'u' ->
          what.length() == 1 ? "\\u" : Character.toString(Integer.parseInt(what.substring(1), 16));
      default -> "\\" + what;
    };
  }
}
