package dev.locomo.gen.prompt;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What happened, counted by name; of one conversation, used by one thread. */
public final class Counts {
  private final SortedMap<String, Integer> byName = new TreeMap<>();

  /** One more. */
  public void add(String name) {
    add(name, 1);
  }

  /** So many more; none leaves the name out. */
  public void add(String name, int count) {
    if (count != 0) {
      byName.merge(name, count, Integer::sum);
    }
  }

  /** All of them. */
  public SortedMap<String, Integer> byName() {
    return Collections.unmodifiableSortedMap(byName);
  }
}
