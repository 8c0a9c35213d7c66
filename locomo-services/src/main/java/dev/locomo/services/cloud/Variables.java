package dev.locomo.services.cloud;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of the environment; a blank one counts as none. */
public final class Variables {
  private Variables() {}

  /** The first of these that is set, without space round it, or null. */
  public static @Nullable String first(Map<String, String> environment, String... names) {
    for (String name : names) {
      String value = environment.getOrDefault(name, "").strip();
      if (!value.isEmpty()) {
        return value;
      }
    }
    return null;
  }

  /** One of them, or else something. */
  public static String or(Map<String, String> environment, String name, String otherwise) {
    String value = first(environment, name);
    return value == null ? otherwise : value;
  }

  /** An address without a slash at its end. */
  public static String server(Map<String, String> environment, String name, String otherwise) {
    return or(environment, name, otherwise).replaceFirst("(?<!/)/+$", "");
  }
}
