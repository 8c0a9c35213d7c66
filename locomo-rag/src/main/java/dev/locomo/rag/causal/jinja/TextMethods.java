package dev.locomo.rag.causal.jinja;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** What Python's texts can do, as far as chat templates use it. */
final class TextMethods {
  private static final Map<String, BiFunction<String, List<Object>, Object>> METHODS =
      Map.ofEntries(
          entry("capitalize", (s, _) -> capitalized(s)),
          entry("count", (s, a) -> (long) s.split(Pattern.quote(first(a)), -1).length - 1),
          entry("endswith", (s, a) -> any(a).stream().anyMatch(s::endsWith)),
          entry("find", (s, a) -> (long) s.indexOf(first(a))),
          entry("join", (s, a) -> Builtins.joined(a.getFirst(), s)),
          entry("lower", (s, _) -> s.toLowerCase(Locale.ROOT)),
          entry("lstrip", (s, a) -> s.substring(margin(s, a, true))),
          entry("replace", (s, a) -> replaced(s, Values.text(a.get(0)), Values.text(a.get(1)))),
          entry("rstrip", (s, a) -> s.substring(0, s.length() - margin(s, a, false))),
          entry("split", TextMethods::split),
          entry("splitlines", (s, _) -> s.lines().<Object>map(line -> line).toList()),
          entry("startswith", (s, a) -> any(a).stream().anyMatch(s::startsWith)),
          entry("strip", TextMethods::stripped),
          entry("title", (s, _) -> titled(s)),
          entry("upper", (s, _) -> s.toUpperCase(Locale.ROOT)));

  private TextMethods() {}

  static boolean has(String name) {
    return METHODS.containsKey(name);
  }

  /** What a method that is {@link #has there} gives. */
  static Object call(String text, String name, List<Object> given) {
    Values.spend(text.length());
    return Objects.requireNonNull(METHODS.get(name), name).apply(text, given);
  }

  private static String replaced(String text, String old, String by) {
    long found = old.isEmpty() ? text.length() + 1L : text.split(Pattern.quote(old), -1).length;
    Values.spend((double) found * by.length());
    return text.replace(old, by);
  }

  private static String first(List<Object> given) {
    return Values.text(given.getFirst());
  }

  private static String capitalized(String text) {
    int head = text.isEmpty() ? 0 : text.offsetByCodePoints(0, 1);
    return text.substring(0, head).toUpperCase(Locale.ROOT)
        + text.substring(head).toLowerCase(Locale.ROOT);
  }

  /** A text, or one of several. */
  private static List<String> any(List<Object> given) {
    return given.getFirst() instanceof List<?> several
        ? several.stream().map(Values::text).toList()
        : List.of(Values.text(given.getFirst()));
  }

  private static String stripped(String text, List<Object> given) {
    String left = text.substring(margin(text, given, true));
    return left.substring(0, left.length() - margin(left, given, false));
  }

  /** How many characters at one end are white space, or among those given. */
  private static int margin(String text, List<Object> given, boolean start) {
    String characters = given.isEmpty() ? "" : first(given);
    int count = 0;
    while (count < text.length()) {
      char c = text.charAt(start ? count : text.length() - 1 - count);
      if (!(given.isEmpty() ? isSpace(c) : characters.indexOf(c) >= 0)) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Python counts spaces that do not break, and separators of files, among white space. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }

  private static Object split(String text, List<Object> given) {
    if (given.isEmpty() || given.getFirst() == Values.NONE) {
      return Arrays.stream(text.strip().split("\\s+")).filter(s -> !s.isEmpty()).toList();
    }
    int limit = given.size() > 1 ? (int) Values.whole(given.get(1)) + 1 : -1;
    String between = Pattern.quote(Values.text(given.getFirst()));
    return List.of(text.split(between, limit == 0 ? -1 : limit));
  }

  private static String titled(String text) {
    return Pattern.compile("\\p{L}+").matcher(text).replaceAll(word -> capitalized(word.group()));
  }
}
