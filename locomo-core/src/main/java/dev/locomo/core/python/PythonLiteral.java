package dev.locomo.core.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;

/** A JSON value as Python prints it after {@code json.loads}. */
public final class PythonLiteral {
  private PythonLiteral() {}

  /** {@code str(value)}: a string as it is, anything else as {@link #repr}. */
  public static String str(JsonNode value) {
    return value.isTextual() ? value.textValue() : repr(value);
  }

  /** {@code repr(value)}. */
  public static String repr(JsonNode value) {
    var out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case STRING -> quote(value.textValue(), out);
      case BOOLEAN -> out.append(value.booleanValue() ? "True" : "False");
      case NULL -> out.append("None");
      case NUMBER ->
          out.append(
              value.isIntegralNumber()
                  ? value.bigIntegerValue().toString()
                  : PythonNumber.repr(value.doubleValue()));
      case ARRAY -> array(value, out);
      case OBJECT -> object(value, out);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
    }
  }

  private static void array(JsonNode value, StringBuilder out) {
    String gap = "[";
    for (var element : value) {
      write(element, out.append(gap));
      gap = ", ";
    }
    out.append(value.isEmpty() ? "[]" : "]");
  }

  private static void object(JsonNode value, StringBuilder out) {
    String gap = "{";
    for (var member : value.properties()) {
      quote(member.getKey(), out.append(gap));
      write(member.getValue(), out.append(": "));
      gap = ", ";
    }
    out.append(value.isEmpty() ? "{}" : "}");
  }

  private static void quote(String text, StringBuilder out) {
    char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(mark);
    text.codePoints().forEach(c -> character(c, mark, out));
    out.append(mark);
  }

  private static void character(int c, char mark, StringBuilder out) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c == mark) {
          out.append('\\').append(mark);
        } else if (printable(c)) {
          out.appendCodePoint(c);
        } else {
          escape(c, out);
        }
      }
    }
  }

  private static void escape(int c, StringBuilder out) {
    int digits = c <= 0xff ? 2 : c <= 0xffff ? 4 : 8;
    out.append(digits == 2 ? "\\x" : digits == 4 ? "\\u" : "\\U");
    out.append(HexFormat.of().toHexDigits(c, digits));
  }

  private static boolean printable(int c) {
    return c == ' '
        || (PythonText.isKnown(c)
            && switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.SPACE_SEPARATOR ->
                  false;
              default -> true;
            });
  }
}
