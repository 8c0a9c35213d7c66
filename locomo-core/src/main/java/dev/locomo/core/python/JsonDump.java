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

  private JsonDump(Appendable out) {
    this.out = out;
  }

  /** Writes the value; flushing and closing is the caller's. */
  public static void write(JsonNode value, Appendable out) throws IOException {
    new JsonDump(out).value(value, "\n");
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
      character(text.charAt(i));
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
        if (c >= 0x20 && c < 0x7f) {
          out.append(c);
        } else {
          out.append("\\u").append(HexFormat.of().toHexDigits(c));
        }
      }
    }
  }
}
