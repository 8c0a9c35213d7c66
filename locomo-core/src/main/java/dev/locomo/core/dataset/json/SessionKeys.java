package dev.locomo.core.dataset.json;

import dev.locomo.core.error.DataError;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys of one part of a sample that carry a session number. Any digits make such a key, so that
 * a number spelled in another way ({@code session_01}) is refused and not silently left out.
 */
record SessionKeys(Pattern key) {
  static final SessionKeys SESSION = of("session_(\\d+)");
  static final SessionKeys DATE = of("session_(\\d+)_date_time");
  static final SessionKeys OBSERVATION = of("session_(\\d+)_observation");
  static final SessionKeys SUMMARY = of("session_(\\d+)_summary");
  static final SessionKeys EVENTS = of("events_session_(\\d+)");

  static final String EXPECTED = "a session number from 1 to 999999 without zeros in front";
  private static final Pattern PLAIN = Pattern.compile("[1-9]\\d{0,5}");

  private static SessionKeys of(String key) {
    return new SessionKeys(Pattern.compile(key));
  }

  /** The digits of such a key; empty for other keys. */
  Optional<String> digits(String name) {
    Matcher m = key.matcher(name);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** Reads the digits when they are plain. */
  static OptionalInt plain(String digits) {
    return PLAIN.matcher(digits).matches()
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }

  /**
   * The session number of a key; empty when the key is another one.
   *
   * @throws DataError when the number is not plain
   */
  OptionalInt number(String name, Node member) {
    Optional<String> digits = digits(name);
    if (digits.isEmpty()) {
      return OptionalInt.empty();
    }
    OptionalInt number = plain(digits.get());
    if (number.isEmpty()) {
      throw new DataError(
          member.file(),
          member.place(),
          "found the key " + Node.quoted(name) + "; expected " + EXPECTED);
    }
    return number;
  }
}
