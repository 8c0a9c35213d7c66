package dev.locomo.core.settings;

import dev.locomo.core.error.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The type of a single value of a setting: how it is read from what is typed. */
record ValueType(Class<?> type) {
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(
          Integer.class, Integer::valueOf,
          Long.class, Long::valueOf,
          Double.class, Double::valueOf,
          Boolean.class, Boolean::valueOf,
          Path.class, Path::of,
          URI.class, URI::create);

  private static final Map<Class<?>, String> WORDS =
      Map.of(
          Integer.class, "a whole number",
          Long.class, "a whole number",
          Double.class, "a number",
          Boolean.class, "true or false",
          Path.class, "a file or folder",
          URI.class, "an address");

  /** What its values are, in a few words. */
  String words() {
    return type.isEnum() ? oneOf(constants()) : WORDS.getOrDefault(type, "a text");
  }

  /** Words as a sentence lists them: {@code a, b or c}. */
  static String oneOf(List<String> words) {
    String before = String.join(", ", words.subList(0, words.size() - 1));
    return before + (before.isEmpty() ? "" : " or ") + words.getLast();
  }

  /**
   * Refuses a text that is no value of this type, and a number that is no limit, as every
   * comparison with it is false.
   *
   * @param name of the setting
   * @throws UserError when it is none
   */
  void check(String text, String name) {
    try {
      if (!(read(text) instanceof Double number) || Double.isFinite(number)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      // The same complaint as for a number that is none.
    }
    throw type.isEnum()
        ? new UserError("unknown --" + name + " '" + text + "'", words())
        : new UserError("--" + name + " is '" + text + "', must be " + words(), "");
  }

  /** A text that {@link #read} reads. */
  static String write(Object value) {
    return value instanceof Enum<?> constant ? constant.name() : value.toString();
  }

  /** The constants of an enum as they are typed; none of another type. */
  List<String> constants() {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .toList()
        : List.of();
  }

  /**
   * The value that a text means.
   *
   * @throws IllegalArgumentException when it is none of this type
   */
  Object read(String text) {
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> ((Enum<?>) constant).name().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException(text));
    }
    return READERS.getOrDefault(type, t -> t).apply(text);
  }
}
