package dev.locomo.core.python;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/**
 * Writes JSON byte for byte as Python's {@code json.dump(value, file, indent=2)}: ASCII only, lower
 * case {@code \}{@code uXXXX}, floats by {@code repr}, {@code NaN} and {@code Infinity} bare, no
 * newline at the end.
 */
public final class JsonDump {
  private final Appendable out;
  private final boolean ascii;

  private JsonDump(Appendable out, boolean ascii) {
    this.out = out;
    this.ascii = ascii;
  }

  /** Writes the value; flushing and closing is the caller's. */
  public static void write(JsonNode value, Appendable out) throws IOException {
    write(value, true, out);
  }

  /**
   * As {@link #write(JsonNode, Appendable)}, but as with {@code ensure_ascii=False} when {@code
   * ascii} is false: letters of all scripts stand as they are. Lone surrogates, which no file in
   * UTF-8 can hold, stay escaped. Decimals keep their digits.
   */
  public static void write(JsonNode value, boolean ascii, Appendable out) throws IOException {
    new JsonDump(out, ascii).value(value, "\n");
  }

  /** The text. */
  public static String text(JsonNode value) {
    var out = new StringBuilder();
    try {
      write(value, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private void value(JsonNode value, String newline) throws IOException {
    switch (value.getNodeType()) {
      case STRING -> string(value.textValue());
      case NUMBER -> out.append(number(value));
      case BOOLEAN -> out.append(value.booleanValue() ? "true" : "false");
      case NULL -> out.append("null");
      case ARRAY -> array(value, newline);
      case OBJECT -> object(value, newline);
      default -> throw new IllegalArgumentException("no JSON value: " + value.getNodeType());
    }
  }

  private static String number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.bigIntegerValue().toString();
    }
    if (value.isBigDecimal()) {
      return value.decimalValue().toString();
    }
    double d = value.doubleValue();
    if (Double.isNaN(d)) {
      return "NaN";
    }
    return Double.isInfinite(d) ? (d > 0 ? "Infinity" : "-Infinity") : PythonNumber.repr(d);
  }

  private void array(JsonNode value, String newline) throws IOException {
    String inner = newline + "  ";
    String gap = "[";
    for (var element : value) {
      out.append(gap).append(inner);
      value(element, inner);
      gap = ",";
    }
    out.append(value.isEmpty() ? "[]" : newline + "]");
  }

  private void object(JsonNode value, String newline) throws IOException {
    String inner = newline + "  ";
    String gap = "{";
    for (var member : value.properties()) {
      out.append(gap).append(inner);
      string(member.getKey());
      out.append(": ");
      value(member.getValue(), inner);
      gap = ",";
    }
    out.append(value.isEmpty() ? "{}" : newline + "}");
  }

  private void string(String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!ascii && i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        character(c);
      }
    }
    out.append('"');
  }

  private void character(char c) throws IOException {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\f' -> out.append("\\f");
      case '\b' -> out.append("\\b");
      default -> {
        if ((c >= 0x20 && c < 0x7f) || (!ascii && c >= 0x7f && !Character.isSurrogate(c))) {
          out.append(c);
        } else {
          out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
      }
    }
  }
}
