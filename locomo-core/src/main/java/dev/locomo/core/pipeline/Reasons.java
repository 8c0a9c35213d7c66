package dev.locomo.core.pipeline;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why pieces of work have no result, counted. Reasons that differ in numbers and ids alone are one;
 * many threads may count at once.
 */
public final class Reasons {
  private static final Pattern NUMBER = Pattern.compile("\\b\\w*\\d\\w*");
  private final Map<String, Counted> byKind = new LinkedHashMap<>();

  /**
   * A reason, as it was first met.
   *
   * @param times how many pieces it is of, at least 1
   */
  public record Counted(String reason, int times) {}

  /** Whether two reasons are one. */
  static boolean same(String one, String other) {
    return kind(one).equals(kind(other));
  }

  private static String kind(String reason) {
    return NUMBER.matcher(reason).replaceAll("#");
  }

  /** Counts the reason of a piece. */
  public synchronized void add(String reason) {
    byKind.merge(
        kind(reason),
        new Counted(reason, 1),
        (old, _) -> new Counted(old.reason(), old.times() + 1));
  }

  /**
   * The most frequent first.
   *
   * @param told a reason that is left out; empty for none
   */
  public synchronized List<Counted> except(String told) {
    return byKind.values().stream()
        .filter(one -> !same(one.reason(), told))
        .sorted(Comparator.comparingInt(Counted::times).reversed())
        .toList();
  }
}
