package dev.locomo.core.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON exactly as strictly as Python's {@code json.loads}: one value and white space round
 * it; of a repeated key the last value wins; {@code NaN} and {@code Infinity} are numbers; lone
 * surrogates are text; control characters inside strings and a leading U+FEFF are errors.
 */
public final class PythonJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern NUMBER =
      Pattern.compile("(-?(?:0|[1-9][0-9]*))(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  /** Python's limit for text to {@code int}. */
  private static final int DIGITS = 4300;

  /** Near Python's limit of recursion; far below what the stack of a thread can take. */
  private static final int DEPTH = 990;

  private final String text;
  private int at;
  private int depth;

  private PythonJson(String text) {
    this.text = text;
  }

  /**
   * Reads one value.
   *
   * @throws PythonError JSONDecodeError when the text is not JSON; ValueError for an integer and
   *     RecursionError for a nesting that Python refuses
   */
  public static JsonNode loads(String text) {
    var json = new PythonJson(text);
    json.skipSpace();
    var value = json.value();
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.wrong("more text after the value");
    }
    return value;
  }

  private PythonError wrong(String what) {
    return new PythonError("JSONDecodeError", what + " at character " + at);
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonNode value() {
    return switch (peek()) {
      case '"' -> TextNode.valueOf(string());
      case '{' -> nested(this::object);
      case '[' -> nested(this::array);
      case 't' -> word("true", BooleanNode.TRUE);
      case 'f' -> word("false", BooleanNode.FALSE);
      case 'n' -> word("null", NullNode.instance);
      case 'N' -> word("NaN", DoubleNode.valueOf(Double.NaN));
      case 'I' -> word("Infinity", DoubleNode.valueOf(Double.POSITIVE_INFINITY));
      default -> number();
    };
  }

  private JsonNode word(String word, JsonNode value) {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
    return value;
  }

  private JsonNode number() {
    if (text.startsWith("-Infinity", at)) {
      return word("-Infinity", DoubleNode.valueOf(Double.NEGATIVE_INFINITY));
    }
    Matcher m = NUMBER.matcher(text).region(at, text.length());
    if (!m.lookingAt()) {
      throw wrong("no value");
    }
    at = m.end();
    return m.group(2) == null && m.group(3) == null
        ? integer(m.group())
        : DoubleNode.valueOf(Double.parseDouble(m.group()));
  }

  private static JsonNode integer(String digits) {
    if (digits.length() - (digits.startsWith("-") ? 1 : 0) > DIGITS) {
      throw new PythonError("ValueError", "an integer of more than " + DIGITS + " digits");
    }
    return BigIntegerNode.valueOf(new BigInteger(digits));
  }

  /** Reads what is between brackets. */
  private interface Nested {
    JsonNode read();
  }

  private JsonNode nested(Nested nested) {
    if (++depth > DEPTH) {
      throw new PythonError("RecursionError", "nested more than " + DEPTH + " deep");
    }
    at++;
    skipSpace();
    var value = nested.read();
    depth--;
    return value;
  }

  private ArrayNode array() {
    var array = NODES.arrayNode();
    if (closes(']')) {
      return array;
    }
    do {
      skipSpace();
      array.add(value());
    } while (!ends(']'));
    return array;
  }

  private ObjectNode object() {
    var object = NODES.objectNode();
    if (closes('}')) {
      return object;
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw wrong("no key in double quotes");
      }
      String key = string();
      skipSpace();
      if (!closes(':')) {
        throw wrong("no ':'");
      }
      skipSpace();
      object.set(key, value());
    } while (!ends('}'));
    return object;
  }

  private boolean closes(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private boolean ends(char bracket) {
    skipSpace();
    if (closes(bracket)) {
      return true;
    }
    if (!closes(',')) {
      throw wrong("no ','");
    }
    return false;
  }

  private String string() {
    var out = new StringBuilder();
    for (at++; !closes('"'); ) {
      int c = peek();
      if (c < 0x20) {
        throw wrong("a string that does not end, or a control character in it");
      }
      at++;
      out.append(c == '\\' ? escape() : (char) c);
    }
    return out.toString();
  }

  private char escape() {
    int c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> (char) c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("no such escape");
    };
  }

  private char unicode() {
    int end = at + 4;
    if (end > text.length() || !text.substring(at, end).chars().allMatch(HexFormat::isHexDigit)) {
      throw wrong("no four hex digits");
    }
    char c = (char) HexFormat.fromHexDigits(text, at, end);
    at = end;
    return c;
  }
}
