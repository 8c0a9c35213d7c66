package dev.locomo.core.dataset;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads evidence strings, the nine malformed published ones included: several ids joined by {@code
 * ;}, {@code ,} or white space ({@code D8:6; D9:17}), a stray colon ({@code D:11:26}), padded
 * numbers ({@code D30:05}). What names no turn ({@code D}) is left out; whether a turn of that name
 * exists is not looked at here.
 */
public final class Evidence {
  private static final Pattern ID =
      Pattern.compile("D:?0*([1-9]\\d{0,8}):0*([1-9]\\d{0,8})(?!\\d)");

  private Evidence() {}

  /**
   * The turns that the strings name, in order of first mention, without repeats.
   *
   * @param written evidence strings as in the file; an empty list gives an empty set
   */
  public static Set<TurnId> turns(List<String> written) {
    var turns = new LinkedHashSet<TurnId>();
    for (String one : written) {
      var m = ID.matcher(one);
      while (m.find()) {
        turns.add(new TurnId(Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2))));
      }
    }
    return turns;
  }
}
