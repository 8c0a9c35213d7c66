package dev.locomo.core.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Reads what {@link PythonLiteral} writes, as JSON: dictionaries, lists, tuples, strings with their
 * escapes, numbers, {@code True}, {@code False} and {@code None}. Nothing is run.
 */
public final class PythonReprReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 100;

  private final String text;
  private int at;
  private int depth;

  private PythonReprReader(String text) {
    this.text = text;
  }

  /** What is no literal. */
  private static final class Malformed extends Exception {
    Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** The value; empty where the text is no literal. */
  public static Optional<JsonNode> read(String text) {
    var literal = new PythonReprReader(text);
    try {
      JsonNode value = literal.value();
      literal.space();
      return literal.at == text.length() ? Optional.of(value) : Optional.empty();
    } catch (Malformed | NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private void space() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The next character that is no space; it stays the next. */
  private char next() {
    space();
    return text.charAt(at);
  }

  private boolean skip(char c) {
    if (next() != c) {
      return false;
    }
    at++;
    return true;
  }

  private JsonNode value() throws Malformed {
    if (++depth > DEEPEST) {
      throw new Malformed("too deep");
    }
    char c = next();
    JsonNode value =
        switch (c) {
          case '{' -> dictionary();
          case '[' -> list(']');
          case '(' -> list(')');
          case '\'', '"' -> NODES.textNode(strings());
          default -> word();
        };
    depth--;
    return value;
  }

  private JsonNode dictionary() throws Malformed {
    var object = NODES.objectNode();
    at++;
    while (!skip('}')) {
      JsonNode key = value();
      if (!skip(':')) {
        throw new Malformed("no colon");
      }
      object.set(key.asText(), value());
      if (next() != '}' && !skip(',')) {
        throw new Malformed("no comma");
      }
    }
    return object;
  }

  private JsonNode list(char end) throws Malformed {
    var array = NODES.arrayNode();
    at++;
    while (!skip(end)) {
      array.add(value());
      if (next() != end && !skip(',')) {
        throw new Malformed("no comma");
      }
    }
    return array;
  }

  private JsonNode word() throws Malformed {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || ".+-_".indexOf(text.charAt(at)) >= 0)) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "None", "null", "nan" -> NODES.nullNode();
      case "True", "true" -> NODES.booleanNode(true);
      case "False", "false" -> NODES.booleanNode(false);
      case "" -> throw new Malformed("nothing");
      default ->
          word.matches("-?\\d{1,40}")
              ? NODES.numberNode(new BigInteger(word))
              : NODES.numberNode(number(word));
    };
  }

  private static BigDecimal number(String word) throws Malformed {
    if (!word.matches("-?[\\d.]{1,40}(e[+-]?\\d{1,3})?")) {
      throw new Malformed(word);
    }
    return new BigDecimal(word);
  }

  /** Strings side by side are one. */
  private String strings() throws Malformed {
    var all = new StringBuilder();
    do {
      string(all);
      space();
    } while (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"'));
    return all.toString();
  }

  private void string(StringBuilder into) throws Malformed {
    String quote = text.substring(at, at + 1);
    quote = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    at += quote.length();
    while (!text.startsWith(quote, at)) {
      char c = text.charAt(at++);
      if (c == '\\') {
        escape(into);
      } else {
        into.append(c);
      }
    }
    at += quote.length();
  }

  private void escape(StringBuilder into) throws Malformed {
    char c = text.charAt(at++);
    int simple = "abfnrtv\\'\"".indexOf(c);
    if (simple >= 0) {
      into.append("\u0007\b\f\n\r\t\u000b\\'\"".charAt(simple));
    } else if (c == 'x' || c == 'u' || c == 'U') {
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      int point = Integer.parseInt(text.substring(at, at + digits), 16);
      at += digits;
      if (!Character.isValidCodePoint(point)) {
        throw new Malformed("no character");
      }
      into.appendCodePoint(point);
    } else if (c == '0') {
      into.append('\0');
    } else if (c != '\n') {
      into.append('\\').append(c);
    }
  }
}
