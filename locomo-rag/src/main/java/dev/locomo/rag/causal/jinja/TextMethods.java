package dev.locomo.rag.causal.jinja;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What Python's texts can do, as far as chat templates use it. */
final class TextMethods {
  private static final Set<String> NAMES =
      Set.of(
          "capitalize",
          "count",
          "endswith",
          "find",
          "join",
          "lower",
          "lstrip",
          "replace",
          "rstrip",
          "split",
          "splitlines",
          "startswith",
          "strip",
          "title",
          "upper");

  private TextMethods() {}

  static boolean has(String name) {
    return NAMES.contains(name);
  }

  static Object call(String text, String name, List<Object> given) {
    List<String> texts = given.stream().map(Values::text).toList();
    return switch (name) {
      case "capitalize" ->
          head(text).toUpperCase(Locale.ROOT) + rest(text).toLowerCase(Locale.ROOT);
      case "count" -> (long) text.split(Pattern.quote(texts.getFirst()), -1).length - 1;
      case "endswith" -> any(given).stream().anyMatch(text::endsWith);
      case "find" -> (long) text.indexOf(texts.getFirst());
      case "join" ->
          String.join(text, Values.items(given.getFirst()).stream().map(Values::text).toList());
      case "lower" -> text.toLowerCase(Locale.ROOT);
      case "lstrip" -> text.substring(margin(text, texts, true));
      case "replace" -> text.replace(texts.get(0), texts.get(1));
      case "rstrip" -> text.substring(0, text.length() - margin(text, texts, false));
      case "split" -> split(text, given);
      case "splitlines" -> text.lines().<Object>map(line -> line).toList();
      case "startswith" -> any(given).stream().anyMatch(text::startsWith);
      case "strip" -> stripped(text, texts);
      case "title" -> titled(text);
      default -> text.toUpperCase(Locale.ROOT);
    };
  }

  private static String head(String text) {
    return text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
  }

  private static String rest(String text) {
    return text.substring(head(text).length());
  }

  /** A text, or one of several. */
  private static List<String> any(List<Object> given) {
    return given.getFirst() instanceof List<?> several
        ? several.stream().map(Values::text).toList()
        : List.of(Values.text(given.getFirst()));
  }

  private static String stripped(String text, List<String> characters) {
    String left = text.substring(margin(text, characters, true));
    return left.substring(0, left.length() - margin(left, characters, false));
  }

  /** How many characters at one end are white space, or among those given. */
  private static int margin(String text, List<String> characters, boolean start) {
    int count = 0;
    while (count < text.length()) {
      char c = text.charAt(start ? count : text.length() - 1 - count);
      boolean goes = characters.isEmpty() ? isSpace(c) : characters.getFirst().indexOf(c) >= 0;
      if (!goes) {
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
    return Pattern.compile("\\p{L}+")
        .matcher(text)
        .replaceAll(word -> (String) call(word.group(), "capitalize", List.of()));
  }
}
