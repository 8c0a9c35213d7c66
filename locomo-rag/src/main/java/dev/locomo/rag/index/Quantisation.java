package dev.locomo.rag.index;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an index keeps the vectors by which its graph proposes passages. The exact vectors are kept
 * beside them, and what was proposed is ranked by those.
 */
public enum Quantisation {
  /** As they are. */
  NONE,
  /** A byte a number: a quarter of the memory that a search touches, and faster; more on disk. */
  INT8;

  /** The name in commands and files. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The quantisation of this name, or empty when there is none. */
  public static Optional<Quantisation> of(String label) {
    return Stream.of(values()).filter(q -> q.label().equals(label)).findFirst();
  }
}
