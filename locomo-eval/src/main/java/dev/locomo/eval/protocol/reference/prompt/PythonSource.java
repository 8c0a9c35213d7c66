package dev.locomo.eval.protocol.reference.prompt;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The string literals of a Python file, found by the code in front of them. It knows what the
 * original's files use: comments, all kinds of quotes and escapes but {@code \N}, adjacent literals
 * and {@code +} between them. An f-string becomes a template: each slot is written <code>{}</code>.
 */
final class PythonSource {
  private enum Kind {
    STRING,
    NEWLINE,
    OTHER
  }

  private record Token(Kind kind, String text) {}

  private final List<Token> tokens;

  private PythonSource(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a file's text.
   *
   * @throws IllegalArgumentException when a string does not end or an escape is not known
   */
  static PythonSource parse(String text) {
    var scanner = new Scanner(text.replace("\r\n", "\n"));
    scanner.scan();
    return new PythonSource(scanner.tokens);
  }

  /**
   * The literal that follows a piece of code.
   *
   * @param code for example {@code query =}; its white space does not matter
   * @param nth which of several, from 0; places where no literal follows do not count
   */
  Optional<String> literalAfter(String code, int nth) {
    var wanted = parse(code).tokens.stream().filter(t -> t.kind() != Kind.NEWLINE).toList();
    int seen = 0;
    for (int i = 0; i + wanted.size() < tokens.size(); i++) {
      int literal = i + wanted.size();
      if (tokens.get(literal).kind() == Kind.STRING
          && tokens.subList(i, literal).equals(wanted)
          && seen++ == nth) {
        return Optional.of(joined(literal));
      }
    }
    return Optional.empty();
  }

  private String joined(int from) {
    var text = new StringBuilder(tokens.get(from).text());
    for (int i = from + 1; i < tokens.size(); i++) {
      if (isString(i)) {
        text.append(tokens.get(i).text());
      } else if (!tokens.get(i).text().equals("+") || !isString(i + 1)) {
        break;
      }
    }
    return text.toString();
  }

  private boolean isString(int i) {
    return i < tokens.size() && tokens.get(i).kind() == Kind.STRING;
  }

  /** Cuts the text into tokens; operators are single characters. */
  private static final class Scanner {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int brackets;

    Scanner(String text) {
      this.text = text;
    }

    void scan() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '#') {
          at = end(text.indexOf('\n', at));
        } else if (c == '\n' && brackets == 0) {
          tokens.add(new Token(Kind.NEWLINE, ""));
          at++;
        } else if (Character.isWhitespace(c) || c == '\\') {
          at++;
        } else if (c == '"' || c == '\'') {
          string("");
        } else if (Character.isUnicodeIdentifierPart(c)) {
          word();
        } else {
          operator(c);
        }
      }
    }

    private int end(int found) {
      return found < 0 ? text.length() : found;
    }

    private void operator(char c) {
      brackets += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      tokens.add(new Token(Kind.OTHER, String.valueOf(c)));
      at++;
    }

    private void word() {
      int from = at;
      while (at < text.length() && Character.isUnicodeIdentifierPart(text.charAt(at))) {
        at++;
      }
      String word = text.substring(from, at);
      boolean quote = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
      if (quote && word.matches("(?i)[rbuf]{1,2}")) {
        string(word.toLowerCase(Locale.ROOT));
      } else {
        tokens.add(new Token(Kind.OTHER, word));
      }
    }

    private void string(String prefix) {
      String one = text.substring(at, at + 1);
      String quote = text.startsWith(one.repeat(3), at) ? one.repeat(3) : one;
      at += quote.length();
      var out = new StringBuilder();
      while (!text.startsWith(quote, at)) {
        if (at >= text.length()) {
          throw new IllegalArgumentException("a string does not end");
        }
        piece(prefix, out);
      }
      at += quote.length();
      tokens.add(new Token(Kind.STRING, out.toString()));
    }

    private void piece(String prefix, StringBuilder out) {
      char c = text.charAt(at);
      if (c == '\\' && prefix.contains("r")) {
        out.append(text, at, Math.min(at + 2, text.length()));
        at += 2;
      } else if (c == '\\') {
        escape(out);
      } else if (c == '{' && prefix.contains("f") && !text.startsWith("{{", at)) {
        out.append("{}");
        at = end(text.indexOf('}', at)) + 1;
      } else {
        int width = c == '{' && prefix.contains("f") ? 2 : 1;
        out.append(text, at, at + width);
        at += width;
      }
    }

    private void escape(StringBuilder out) {
      char c = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
      at += 2;
      switch (c) {
        case '\n' -> {}
        case '\\', '\'', '"' -> out.append(c);
        case 'a' -> out.append('\u0007');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'v' -> out.append('\u000b');
        case 'x' -> hex(2, out);
        case 'u' -> hex(4, out);
        case 'U' -> hex(8, out);
        case '0', '1', '2', '3', '4', '5', '6', '7', 'N' ->
            throw new IllegalArgumentException("the escape \\" + c + " is not known");
        default -> out.append('\\').append(c);
      }
    }

    private void hex(int digits, StringBuilder out) {
      out.appendCodePoint(HexFormat.fromHexDigits(text, at, at + digits));
      at += digits;
    }
  }
}
