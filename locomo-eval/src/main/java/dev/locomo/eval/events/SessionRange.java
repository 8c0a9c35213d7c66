package dev.locomo.eval.events;

import dev.locomo.core.error.UserError;
import java.util.regex.Pattern;

/**
 * The sessions that are summarized: the paper's "designated timeframe" (section 4.2).
 *
 * @param first number of the first session, at least 1
 * @param last number of the last session, at least {@code first}
 */
public record SessionRange(int first, int last) {
  /** All sessions. */
  public static final SessionRange ALL = new SessionRange(1, Integer.MAX_VALUE);

  private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,5})?(-)?([1-9]\\d{0,5})?");

  /**
   * Reads {@code 3-8}, {@code 5}, {@code 3-}, {@code -8} or {@code all}.
   *
   * @throws UserError for anything else
   */
  public static SessionRange parse(String text) {
    var m = WRITTEN.matcher(text.strip());
    if (text.strip().equals("all")) {
      return ALL;
    }
    if (!m.matches() || (m.group(1) == null && m.group(3) == null)) {
      throw wrong(text);
    }
    int first = m.group(1) == null ? 1 : Integer.parseInt(m.group(1));
    int open = m.group(2) == null ? first : Integer.MAX_VALUE;
    int last = m.group(3) == null ? open : Integer.parseInt(m.group(3));
    if (last < first) {
      throw wrong(text);
    }
    return new SessionRange(first, last);
  }

  private static UserError wrong(String text) {
    return new UserError(
        "--sessions is '" + text + "', no range of sessions", "for example 3-8, 5, 3-, -8 or all");
  }

  /** Whether a session is in it. */
  public boolean contains(int session) {
    return first <= session && session <= last;
  }

  /** As it is parsed. */
  @Override
  public String toString() {
    if (equals(ALL)) {
      return "all";
    }
    return first == last ? "" + first : first + "-" + (last == Integer.MAX_VALUE ? "" : last);
  }
}
