package dev.locomo.core.options;

import java.nio.file.Path;
import java.util.Map;

/**
 * The user's own folder: {@code LOCOMO_HOME}, else {@code ~/.locomo}. Holds the cache and imported
 * prompts.
 */
public final class Home {
  private Home() {}

  /** The folder; it need not exist. */
  public static Path folder(Map<String, String> environment) {
    String set = environment.get("LOCOMO_HOME");
    return set != null && !set.isBlank()
        ? Path.of(set)
        : Path.of(System.getProperty("user.home"), ".locomo");
  }
}
