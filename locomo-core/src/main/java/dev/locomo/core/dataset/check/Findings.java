package dev.locomo.core.dataset.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects findings, and reads values as a reader does, except that a value it would refuse becomes
 * an error here and is passed over.
 */
public final class Findings {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private final List<Finding> findings = new ArrayList<>();
  private String sample = "";

  /** From now on findings belong to this sample. */
  public void enter(String sampleId) {
    sample = sampleId;
  }

  /** Everything found so far, in order. */
  public List<Finding> all() {
    return findings;
  }

  /** Something is odd with the value itself. */
  public void odd(Oddity oddity, Node at, String expected) {
    odd(oddity, at, at.found(), expected);
  }

  /** Something is odd with a value. */
  public void odd(Oddity oddity, Node at, String found, String expected) {
    findings.add(new Finding(oddity, sample, at.place(), found, expected));
  }

  /** A value is missing or of the wrong kind. */
  public void refused(Node at, String expected) {
    odd(at.missing() ? Oddity.MISSING : Oddity.WRONG_TYPE, at, expected);
  }

  /** Whether it is an object; an error is noted if not. */
  public boolean isObject(Node at, String expected) {
    return accept(at, at.value().isObject(), expected);
  }

  /** Whether it is a string; an error is noted if not. */
  public boolean isText(Node at, String expected) {
    return accept(at, at.value().isTextual(), expected);
  }

  /** Whether an optional string is there; one of another type is an error. */
  public boolean isOptionalText(Node at, String expected) {
    return !at.missing() && isText(at, expected);
  }

  private boolean accept(Node at, boolean accepted, String expected) {
    if (!accepted) {
      refused(at, expected);
    }
    return accepted;
  }

  /** The text, or null after an error. */
  public @Nullable String text(Node at, String expected) {
    return isText(at, expected) ? at.value().textValue() : null;
  }

  /** The elements; none after an error. */
  public List<Node> elements(Node at, String expected) {
    return accept(at, at.value().isArray(), expected) ? at.elements(expected) : List.of();
  }

  /** The elements of an optional list. */
  public List<Node> optionalElements(Node at, String expected) {
    return at.missing() ? List.of() : elements(at, expected);
  }

  /** The elements of an optional list but absent ones; a string is a list of one. */
  public List<Node> oneOrSeveral(Node at, String expected) {
    var all = at.value().isTextual() ? List.of(at) : optionalElements(at, expected);
    return all.stream().filter(one -> !one.missing()).toList();
  }

  /** The members of an optional object; none after an error. */
  public List<Map.Entry<String, Node>> members(Node at, String expected) {
    return at.missing() || !isObject(at, expected) ? List.of() : at.members(expected);
  }

  /** Notes the keys of an object that are not known. */
  public void unknownKeys(Node object, Set<String> known) {
    JsonNode value = object.value();
    for (var member : value.properties()) {
      if (!known.contains(member.getKey())) {
        unknownKey(object, member.getKey(), known);
      }
    }
  }

  /** Notes a key that is not known. */
  public void unknownKey(Node object, String key, Set<String> known) {
    odd(
        Oddity.UNKNOWN_KEY,
        object.get(key),
        "the key " + Node.quoted(key),
        "one of " + String.join(", ", known.stream().sorted().toList()));
  }

  /** A string; other values are passed over. */
  public void checkText(Node at) {
    String text = at.value().textValue();
    if (text == null) {
      return;
    }
    long most = TextLimits.current().text();
    if (text.length() > most) {
      odd(Oddity.TEXT_TOO_LONG, at, text.length() + " characters", "at most " + most);
    }
    if (text.codePoints().allMatch(c -> space(c) || invisible(c))) {
      odd(Oddity.TEXT_EMPTY, at, "text");
      return;
    }
    if (space(text.codePointAt(0)) || space(text.codePointBefore(text.length()))) {
      odd(Oddity.OUTER_WHITE_SPACE, at, ends(text), "no white space around the text");
    }
    if (!plain(text)) {
      each(Oddity.INVISIBLE_CHARACTER, at, text.codePoints().filter(Findings::invisible));
      each(Oddity.UNPAIRED_SURROGATE, at, text.codePoints().filter(Findings::surrogate));
    }
    ModelInstruction.in(text)
        .ifPresent(words ->
            odd(
                Oddity.MODEL_INSTRUCTION,
                at,
                Node.quoted(words.strip()),
                "what a speaker says to the other"));
  }

  /** A string that prompts put on one line. */
  public void checkLine(Node at) {
    checkText(at);
    String text = at.value().textValue();
    if (text != null && text.indexOf('\n') >= 0) {
      long lines = text.chars().filter(c -> c == '\n').count() + 1;
      odd(Oddity.LINE_BREAK, at, lines + " lines", "one line");
    }
  }

  private void each(Oddity oddity, Node at, IntStream characters) {
    String list =
        characters
            .boxed()
            .collect(Collectors.groupingBy(c -> c, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(e -> String.format(Locale.ROOT, "U+%04X x%d", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    if (!list.isEmpty()) {
      odd(oddity, at, list, "visible characters");
    }
  }

  private static String ends(String text) {
    return text.length() <= 40
        ? Node.quoted(text)
        : Node.quoted(text.substring(0, 12))
            + " ... "
            + Node.quoted(text.substring(text.length() - 12));
  }

  /** Whether it has nothing but visible ASCII characters and spaces, as most texts do. */
  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean space(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean surrogate(int c) {
    return Character.getType(c) == Character.SURROGATE;
  }

  /** Control and format characters; the joiners belong to emoji and to some scripts. */
  private static boolean invisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> !space(c);
      case Character.FORMAT -> c != JOINER && c != NON_JOINER;
      default -> false;
    };
  }
}
