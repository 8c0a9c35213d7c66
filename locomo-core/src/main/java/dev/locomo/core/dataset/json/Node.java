package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.locomo.core.error.DataError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that knows its place in its file, so that every complaint about it can say where.
 *
 * @param file the file as the user named it
 * @param pointer JSON pointer of the value
 * @param value the value
 */
record Node(String file, String pointer, JsonNode value) {
  private static final int SHOWN = 60;
  private static final int SHOWN_PLACE = 200;

  DataError wrong(String expected) {
    return new DataError(file, place(), "found " + found() + "; expected " + expected);
  }

  /** The pointer, cut when the file's own keys make it very long. */
  String place() {
    return cut(pointer, SHOWN_PLACE);
  }

  /** What is here, on one short line. */
  String found() {
    if (value.isMissingNode()) {
      return "nothing";
    }
    if (value.isContainerNode()) {
      return value.isArray() ? "an array" : "an object";
    }
    return value.isTextual() ? quoted(value.textValue()) : cut(value.asText(), SHOWN);
  }

  /** The start of a text in quotation marks, escaped as in JSON. */
  static String quoted(String text) {
    return TextNode.valueOf(cut(text, SHOWN)).toString();
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    return text.substring(0, end) + "...";
  }

  /** The member of this object with this key; a missing one is a node whose value is missing. */
  Node get(String key) {
    return new Node(
        file, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), value.path(key));
  }

  boolean missing() {
    return value.isMissingNode() || value.isNull();
  }

  Node object(String expected) {
    if (!value.isObject()) {
      throw wrong(expected);
    }
    return this;
  }

  List<Node> elements(String expected) {
    if (!value.isArray()) {
      throw wrong(expected);
    }
    var nodes = new ArrayList<Node>(value.size());
    for (int i = 0; i < value.size(); i++) {
      nodes.add(new Node(file, pointer + "/" + i, value.get(i)));
    }
    return nodes;
  }

  /** The members of an object in file order but those that are null; of a missing value none. */
  List<Map.Entry<String, Node>> members(String expected) {
    if (missing()) {
      return List.of();
    }
    var members = new ArrayList<Map.Entry<String, Node>>();
    for (var member : object(expected).value.properties()) {
      if (!member.getValue().isNull()) {
        members.add(Map.entry(member.getKey(), get(member.getKey())));
      }
    }
    return members;
  }

  String text(String expected) {
    if (!value.isTextual()) {
      throw wrong(expected);
    }
    return TextLimits.checked(this, value.textValue());
  }

  /** The text, or null when the value is absent or null. */
  @Nullable String textOrNull(String expected) {
    return missing() ? null : text(expected);
  }

  /**
   * A string, or an integer as decimal text: six published answers are integers, and tools write
   * them as {@code 2022.0}.
   */
  String textOrInteger(String expected) {
    return JsonFiles.integer(value).orElseGet(() -> text(expected));
  }

  /** A list of strings; a missing one is empty. */
  List<String> texts(String expected) {
    if (missing()) {
      return List.of();
    }
    return elements(expected).stream().map(n -> n.text("a string")).toList();
  }

  /**
   * The keys of one part of a sample that carry a session number. Any digits make such a key, so
   * that a number spelled in another way ({@code session_01}) is refused and not silently left out.
   */
  record SessionKeys(Pattern key) {
    static final SessionKeys SESSION = of("session_(\\d+)");
    static final SessionKeys DATE = of("session_(\\d+)_date_time");
    static final SessionKeys OBSERVATION = of("session_(\\d+)_observation");
    static final SessionKeys SUMMARY = of("session_(\\d+)_summary");
    static final SessionKeys EVENTS = of("events_session_(\\d+)");

    static final String EXPECTED = "a session number from 1 to 999999 without zeros in front";
    private static final Pattern PLAIN = Pattern.compile("[1-9]\\d{0,5}");

    private static SessionKeys of(String key) {
      return new SessionKeys(Pattern.compile(key));
    }

    /** The digits of such a key; empty for other keys. */
    Optional<String> digits(String name) {
      Matcher m = key.matcher(name);
      return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** Reads the digits when they are plain. */
    static OptionalInt plain(String digits) {
      return PLAIN.matcher(digits).matches()
          ? OptionalInt.of(Integer.parseInt(digits))
          : OptionalInt.empty();
    }

    /**
     * The session number of a key; empty when the key is another one.
     *
     * @throws DataError when the number is not plain
     */
    OptionalInt number(String name, Node member) {
      Optional<String> digits = digits(name);
      if (digits.isEmpty()) {
        return OptionalInt.empty();
      }
      OptionalInt number = plain(digits.get());
      if (number.isEmpty()) {
        throw new DataError(
            member.file(),
            member.place(),
            "found the key " + Node.quoted(name) + "; expected " + EXPECTED);
      }
      return number;
    }
  }
}
