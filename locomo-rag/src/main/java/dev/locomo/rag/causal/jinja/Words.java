package dev.locomo.rag.causal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of an expression, read from left to right. */
final class Words {
  /** Ends every expression. */
  static final String END = "";

  private static final Pattern WORD =
      Pattern.compile(
          "\\s*(?:(\\d+\\.\\d+(?:[eE][-+]?\\d+)?|\\d+)|([A-Za-z_]\\w*)|('(?:\\\\.|[^'\\\\])*+'|\"(?:\\\\.|[^\"\\\\])*+\")"
              + "|(==|!=|<=|>=|//|\\*\\*|[-+*/%~<>=.,:|()\\[\\]{}]))",
          Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)", Pattern.DOTALL);

  private final String whole;
  private final List<String> words = new ArrayList<>();
  private int at;

  Words(String expression) {
    whole = expression;
    Matcher word = WORD.matcher(expression);
    int end = expression.stripTrailing().length();
    int from = 0;
    while (from < end) {
      if (!word.region(from, end).lookingAt()) {
        throw error("'" + expression.substring(from).strip() + "' is not understood");
      }
      words.add(word.group().strip());
      from = word.end();
    }
  }

  String peek() {
    return at < words.size() ? words.get(at) : END;
  }

  String next() {
    String word = peek();
    at++;
    return word;
  }

  /** Goes on if one of these words is next. */
  boolean take(String... one) {
    boolean found = Set.of(one).contains(peek());
    if (found) {
      at++;
    }
    return found;
  }

  void expect(String word) {
    if (!take(word)) {
      throw error("found '" + peek() + "'; expected '" + word + "'");
    }
  }

  /** A name that is next. */
  String name() {
    String name = next();
    if (!isName(name)) {
      throw error("found '" + name + "'; expected a name");
    }
    return name;
  }

  static boolean isName(String word) {
    return !word.isEmpty() && Character.isJavaIdentifierStart(word.charAt(0));
  }

  /** Whether the word after the next is this one. */
  boolean isFollowedBy(String word) {
    return at + 1 < words.size() && words.get(at + 1).equals(word);
  }

  void end() {
    if (at < words.size()) {
      throw error("found '" + peek() + "'; expected the end");
    }
  }

  /** The value of a text or number as it is written; texts that stand side by side are one. */
  Object literal(String word) {
    if (isQuoted(word)) {
      var text = new StringBuilder(unquoted(word));
      while (isQuoted(peek())) {
        text.append(unquoted(next()));
      }
      return text.toString();
    }
    if (word.isEmpty() || !Character.isDigit(word.charAt(0))) {
      throw error("found '" + word + "'; expected a value");
    }
    try {
      return word.contains(".") ? (Object) Double.valueOf(word) : Long.valueOf(word);
    } catch (NumberFormatException e) {
      throw new JinjaError("the number " + word + " is too large");
    }
  }

  private static boolean isQuoted(String word) {
    return word.startsWith("'") || word.startsWith("\"");
  }

  /** What stands between quotes, its escapes undone. */
  private static String unquoted(String quoted) {
    String inner = quoted.substring(1, quoted.length() - 1);
    return ESCAPED
        .matcher(inner)
        .replaceAll(found -> Matcher.quoteReplacement(one(found.group(1))));
  }

  private static String one(String escape) {
    return switch (escape.charAt(0)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '\\', '\'', '"' -> escape;
      case 'u' ->
          escape.length() == 1
              ? "\\u"
              : Character.toString(Integer.parseInt(escape.substring(1), 16));
      default -> "\\" + escape;
    };
  }

  JinjaError error(String problem) {
    return new JinjaError(problem + " in '" + whole + "'");
  }
}
