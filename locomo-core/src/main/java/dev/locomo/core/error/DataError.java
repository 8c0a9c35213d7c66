package dev.locomo.core.error;

import org.jspecify.annotations.Nullable;

/**
 * A file that cannot be used (exit code 3). The message names the file, the place in it, what was
 * found and what was expected.
 */
public final class DataError extends RuntimeException {
  /** A problem may quote a value of a million characters. */
  private static final int LONGEST = 1000;

  private final String place;
  private final String problem;

  /**
   * @param file the file as the user named it
   * @param place where in it: a JSON pointer, {@code line N} or empty for the whole file
   * @param problem what was found and what was expected
   */
  public DataError(String file, String place, String problem) {
    this(file, place, problem, null);
  }

  /** As {@link #DataError(String, String, String)}, keeping the cause for {@code --debug}. */
  public DataError(String file, String place, String problem, @Nullable Throwable cause) {
    super(file + (place.isEmpty() ? "" : " at " + cut(place)) + ": " + cut(problem), cause);
    this.place = place;
    this.problem = cut(problem);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, LONGEST) + "... (" + text.length() + " characters)";
  }

  /** Where in the file; empty for the whole file. */
  public String place() {
    return place;
  }

  /** What was found and what was expected. */
  public String problem() {
    return problem;
  }
}
