package dev.locomo.core.dataset;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place of a turn: session and turn, both counted from 1, written {@code D3:12}.
 *
 * @param session session number, at least 1
 * @param turn turn number inside the session, at least 1
 */
public record TurnId(int session, int turn) implements Comparable<TurnId> {
  private static final Pattern CANONICAL = Pattern.compile("D([1-9]\\d{0,8}):([1-9]\\d{0,8})");
  private static final Comparator<TurnId> ORDER =
      Comparator.comparingInt(TurnId::session).thenComparingInt(TurnId::turn);

  /** Reads the canonical spelling only ({@code D3:12}); anything else is empty. */
  public static Optional<TurnId> parse(String text) {
    var m = CANONICAL.matcher(text);
    return m.matches()
        ? Optional.of(new TurnId(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(TurnId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "D" + session + ":" + turn;
  }
}
