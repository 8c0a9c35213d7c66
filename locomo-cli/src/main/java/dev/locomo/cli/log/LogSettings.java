package dev.locomo.cli.log;

import dev.locomo.core.error.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is logged, and where. Read before the command line is understood: complaints about it are
 * events too.
 *
 * @param format null for lines for people
 * @param level the least that is logged; null for what is usual
 * @param file where to besides stderr, or null
 */
public record LogSettings(@Nullable Format format, @Nullable Level level, @Nullable Path file) {
  /** How an event is written. */
  public enum Format {
    TEXT,
    JSON
  }

  /** How much is logged, from least to most. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /**
   * Looks for the three options.
   *
   * @param setting the value of an option, typed or set; null when it has none
   * @throws UserError when a value is none of those that are known
   */
  public static LogSettings of(UnaryOperator<@Nullable String> setting) {
    String file = setting.apply("--log-file");
    return new LogSettings(
        one("--log-format", setting.apply("--log-format"), Format.class),
        one("--log-level", setting.apply("--log-level"), Level.class),
        file == null ? null : Path.of(file));
  }

  private static <E extends Enum<E>> @Nullable E one(
      String option, @Nullable String value, Class<E> type) {
    if (value == null) {
      return null;
    }
    List<E> all = List.of(type.getEnumConstants());
    return all.stream()
        .filter(e -> e.name().equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(() ->
            new UserError(
                option + " is '" + value + "'",
                "one of " + all.toString().toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "")));
  }

  /** Whether nobody asked for anything. */
  boolean isUsual() {
    return format == null && level == null && file == null;
  }

  /** The level, where nobody said one that which is usual. */
  Level least() {
    if (level != null) {
      return level;
    }
    return format == null && file == null ? Level.WARN : Level.INFO;
  }
}
