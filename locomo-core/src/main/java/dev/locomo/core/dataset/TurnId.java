package dev.locomo.core.dataset;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The place of a turn: session and turn, both counted from 1, written {@code D3:12}.
 *
 * @param session session number, at least 1
 * @param turn turn number inside the session, at least 1
 */
public record TurnId(int session, int turn) implements Comparable<TurnId> {
  private static final Pattern CANONICAL = Pattern.compile("D([1-9]\\d{0,8}):([1-9]\\d{0,8})");

  /** As in evidence: a stray colon after the D, numbers padded with zeros. */
  private static final Pattern WRITTEN =
      Pattern.compile("D:?0*([1-9]\\d{0,8}):0*([1-9]\\d{0,8})(?!\\d)");

  private static final Comparator<TurnId> ORDER =
      Comparator.comparingInt(TurnId::session).thenComparingInt(TurnId::turn);

  /** Reads the canonical spelling only ({@code D3:12}); anything else is empty. */
  public static Optional<TurnId> parse(String text) {
    var m = CANONICAL.matcher(text);
    return m.matches()
        ? Optional.of(new TurnId(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))))
        : Optional.empty();
  }

  /**
   * The turns that evidence strings name, in order of first mention, without repeats. The nine
   * malformed published ones are read too: several ids joined by {@code ;}, {@code ,} or white
   * space ({@code D8:6; D9:17}), a stray colon ({@code D:11:26}), padded numbers ({@code D30:05}).
   * What names no turn ({@code D}) is left out; whether a turn of that name exists is not looked at
   * here.
   *
   * @param written evidence strings as in the file; an empty list gives an empty set
   */
  public static Set<TurnId> namedIn(List<String> written) {
    var turns = new LinkedHashSet<TurnId>();
    for (String one : written) {
      var m = WRITTEN.matcher(one);
      while (m.find()) {
        turns.add(new TurnId(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
      }
    }
    return turns;
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
