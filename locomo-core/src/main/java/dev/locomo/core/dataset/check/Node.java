package dev.locomo.core.dataset.check;

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
public record Node(String file, String pointer, JsonNode value) {
  private static final int SHOWN = 60;
  private static final int SHOWN_PLACE = 200;

  /** What is said when this is not what it should be. */
  public DataError wrong(String expected) {
    return new DataError(file, place(), "found " + found() + "; expected " + expected);
  }

  /** The pointer, cut when the file's own keys make it very long. */
  public String place() {
    return cut(pointer, SHOWN_PLACE);
  }

  /** What is here, on one short line. */
  public String found() {
    if (value.isMissingNode()) {
      return "nothing";
    }
    if (value.isContainerNode()) {
      return value.isArray() ? "an array" : "an object";
    }
    return value.isTextual() ? quoted(value.textValue()) : cut(value.asText(), SHOWN);
  }

  /** What {@link #canBeId} asks for. */
  public static final String ID = "an id that is not blank, without NUL and half surrogate pairs";

  /**
   * Whether a text can name something in files and databases: UTF-8 has no half of a surrogate
   * pair, so a line that names one could not be read back.
   */
  public static boolean canBeId(String text) {
    return !text.isBlank()
        && text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  /** The start of a text in quotation marks, escaped as in JSON. */
  public static String quoted(String text) {
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
  public Node get(String key) {
    return new Node(
        file, pointer + "/" + key.replace("~", "~0").replace("/", "~1"), value.path(key));
  }

  /** Whether there is nothing, or what {@link #isAbsent} calls so. */
  public boolean missing() {
    return isAbsent(value);
  }

  /** Whether a value stands for none: nothing, null, or the NaN that Python's tables leave. */
  public static boolean isAbsent(JsonNode value) {
    return value.isMissingNode()
        || value.isNull()
        || (value.isFloatingPointNumber() && Double.isNaN(value.doubleValue()));
  }

  /** Itself, if it is an object. */
  public Node object(String expected) {
    if (!value.isObject()) {
      throw wrong(expected);
    }
    return this;
  }

  /** The elements, if it is an array. */
  public List<Node> elements(String expected) {
    if (!value.isArray()) {
      throw wrong(expected);
    }
    var nodes = new ArrayList<Node>(value.size());
    for (int i = 0; i < value.size(); i++) {
      nodes.add(new Node(file, pointer + "/" + i, value.get(i)));
    }
    return nodes;
  }

  /** The members of an object in file order but absent ones; of a missing value none. */
  public List<Map.Entry<String, Node>> members(String expected) {
    if (missing()) {
      return List.of();
    }
    var members = new ArrayList<Map.Entry<String, Node>>();
    for (var member : object(expected).value.properties()) {
      if (!isAbsent(member.getValue())) {
        members.add(Map.entry(member.getKey(), get(member.getKey())));
      }
    }
    return members;
  }

  /** The text, if it is one and not too long. */
  public String text(String expected) {
    if (!value.isTextual()) {
      throw wrong(expected);
    }
    return TextLimits.checked(this, value.textValue());
  }

  /** The text, or null when the value is absent or null. */
  public @Nullable String textOrNull(String expected) {
    return missing() ? null : text(expected);
  }

  /**
   * A string, or an integer as decimal text: six published answers are integers, and tools write
   * them as {@code 2022.0}.
   */
  public String textOrInteger(String expected) {
    return integer(value).orElseGet(() -> text(expected));
  }

  /** The decimal text of a whole number, however it is written; empty for any other value. */
  public static Optional<String> integer(JsonNode value) {
    return value.isIntegralNumber()
            || (value.isFloatingPointNumber() && value.canConvertToExactIntegral())
        ? Optional.of(value.decimalValue().toBigInteger().toString())
        : Optional.empty();
  }

  /** A list of strings, the absent left out; a missing list is empty, one string a list of one. */
  public List<String> texts(String expected) {
    return oneOrSeveral(expected).stream()
        .filter(n -> !n.missing())
        .map(n -> n.text("a string"))
        .toList();
  }

  /** The elements of a list; none where it is missing, a string itself in place of a list. */
  public List<Node> oneOrSeveral(String expected) {
    if (missing()) {
      return List.of();
    }
    return value.isTextual() ? List.of(this) : elements(expected);
  }

  /**
   * The keys of one part of a sample that carry a session number. Any digits make such a key, so
   * that a number spelled in another way ({@code session_01}) is refused and not silently left out.
   */
  public record SessionKeys(Pattern key) {
    public static final SessionKeys SESSION = of("session_(\\d+)");
    public static final SessionKeys DATE = of("session_(\\d+)_date_time");
    public static final SessionKeys OBSERVATION = of("session_(\\d+)_observation");
    public static final SessionKeys SUMMARY = of("session_(\\d+)_summary");
    public static final SessionKeys EVENTS = of("events_session_(\\d+)");

    /** What a session number has to be. */
    public static final String EXPECTED =
        "a session number from 1 to 999999 without zeros in front";

    private static final Pattern PLAIN = Pattern.compile("[1-9]\\d{0,5}");

    private static SessionKeys of(String key) {
      return new SessionKeys(Pattern.compile(key));
    }

    /** The digits of such a key; empty for other keys. */
    public Optional<String> digits(String name) {
      Matcher m = key.matcher(name);
      return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    /** Reads the digits when they are plain. */
    public static OptionalInt plain(String digits) {
      return PLAIN.matcher(digits).matches()
          ? OptionalInt.of(Integer.parseInt(digits))
          : OptionalInt.empty();
    }

    /**
     * The session number of a key; empty when the key is another one.
     *
     * @throws DataError when the number is not plain
     */
    public OptionalInt number(String name, Node member) {
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
