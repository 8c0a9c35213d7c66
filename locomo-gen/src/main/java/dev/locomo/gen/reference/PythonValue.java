package dev.locomo.gen.reference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.locomo.core.python.PythonError;
import dev.locomo.core.python.PythonLiteral;
import java.util.ArrayList;
import java.util.List;

/** What Python does with a value of JSON; where it raises an error, so does this. */
final class PythonValue {
  private PythonValue() {}

  private static PythonError typeError(String detail) {
    return new PythonError("TypeError", detail);
  }

  /** Python's name of the value's type. */
  static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "str";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      case ARRAY -> "list";
      case OBJECT -> "dict";
      default -> "NoneType";
    };
  }

  /** {@code value[key]}. */
  static JsonNode item(JsonNode value, String key) {
    if (!value.isObject()) {
      throw typeError(
          value.isArray() || value.isTextual()
              ? type(value) + " indices must be integers, not '" + key + "'"
              : "'" + type(value) + "' object is not subscriptable");
    }
    JsonNode member = value.get(key);
    if (member == null) {
      throw new PythonError("KeyError", "'" + key + "'");
    }
    return member;
  }

  /** {@code value[key]} where it is put together with other text. */
  static String text(JsonNode value, String key) {
    JsonNode member = item(value, key);
    if (!member.isTextual()) {
      throw typeError("'" + key + "' is " + type(member) + ", not str");
    }
    return member.textValue();
  }

  /** {@code "%s" % value[key]}. */
  static String shown(JsonNode value, String key) {
    return PythonLiteral.str(item(value, key));
  }

  /** What {@code for one in value} goes through: elements, keys or characters. */
  static List<JsonNode> each(JsonNode value) {
    var all = new ArrayList<JsonNode>();
    switch (value.getNodeType()) {
      case ARRAY -> value.forEach(all::add);
      case OBJECT -> value.fieldNames().forEachRemaining(key -> all.add(TextNode.valueOf(key)));
      case STRING ->
          value
              .textValue()
              .codePoints()
              .forEach(c -> all.add(TextNode.valueOf(Character.toString(c))));
      default -> throw typeError("'" + type(value) + "' object is not iterable");
    }
    return all;
  }

  /** {@code len(value) == 0}. */
  static boolean isEmpty(JsonNode value) {
    if (!value.isContainerNode() && !value.isTextual()) {
      throw typeError("object of type '" + type(value) + "' has no len()");
    }
    return value.isTextual() ? value.textValue().isEmpty() : value.isEmpty();
  }

  /** {@code one in value}. */
  static boolean contains(JsonNode value, JsonNode one) {
    if (value.isTextual() && !one.isTextual()) {
      throw typeError("'in <string>' requires string as left operand, not " + type(one));
    }
    return value.isTextual()
        ? value.textValue().contains(one.textValue())
        : each(value).contains(one);
  }

  /** The value as a key of a dict. */
  static JsonNode hashed(JsonNode value) {
    if (value.isContainerNode()) {
      throw typeError("unhashable type: '" + type(value) + "'");
    }
    return value;
  }

  /** The elements of a value that is taken apart into two. */
  static List<JsonNode> pair(JsonNode value) {
    var both = each(value);
    if (both.size() != 2) {
      String found = both.size() < 2 ? "not enough" : "too many";
      throw new PythonError("ValueError", found + " values to unpack (expected 2)");
    }
    return both;
  }

  /** {@code "\n".join(value)}. */
  static String joined(JsonNode value) {
    var lines = new ArrayList<String>();
    for (JsonNode line : each(value)) {
      if (!line.isTextual()) {
        throw typeError(
            "sequence item %d: expected str instance, %s found"
                .formatted(lines.size(), type(line)));
      }
      lines.add(line.textValue());
    }
    return String.join("\n", lines);
  }

  /** {@code [] + value}. */
  static ArrayNode list(JsonNode value) {
    if (value instanceof ArrayNode array) {
      return array;
    }
    throw typeError("can only concatenate list (not \"" + type(value) + "\") to list");
  }

  /** The value after a call of a method that only dicts have. */
  static JsonNode members(JsonNode value) {
    if (!value.isObject()) {
      throw new PythonError("AttributeError", "'" + type(value) + "' object has no 'items'");
    }
    return value;
  }
}
