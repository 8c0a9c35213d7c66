package dev.locomo.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Pattern;

/** The words of {@code help.properties}. */
final class HelpTexts {
  private static final ResourceBundle TEXTS =
      ResourceBundle.getBundle("dev.locomo.core.settings.help", Locale.ROOT);

  /** Where the words of a setting say its default. */
  private static final Pattern DEFAULT =
      Pattern.compile(" \\(default: ((?:[^()]|\\([^()]*\\))*)\\)");

  private HelpTexts() {}

  static String withoutDefault(String words) {
    return DEFAULT.matcher(words).replaceAll("");
  }

  static Optional<String> byDefault(String words) {
    return DEFAULT.matcher(words).results().map(found -> found.group(1)).findFirst();
  }

  /** The text of a key; empty when there is none. */
  static String of(String key) {
    return TEXTS.containsKey(key) ? TEXTS.getString(key) : "";
  }

  /** The lines of it; none when there is no text. */
  static List<String> lines(String key) {
    return of(key).lines().toList();
  }
}
