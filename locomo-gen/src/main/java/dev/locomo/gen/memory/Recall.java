package dev.locomo.gen.memory;

import java.util.List;

/** Texts that can be found again by what they are about; of one speaker, used by one thread. */
public interface Recall {
  /** Remembers texts, after those that are there. */
  void add(List<String> texts);

  /** At most {@code count} texts that fit best, best first; equal ones in the order of adding. */
  List<String> about(String query, int count);
}
