package dev.locomo.gen.sample;

/**
 * What each of the two speakers has: a persona, events.
 *
 * @param a of the speaker who is named first in the data set
 * @param b of the other one
 */
public record Pair<T>(T a, T b) {
  /**
   * What one of them has.
   *
   * @param first whether it is the first one
   */
  public T of(boolean first) {
    return first ? a : b;
  }
}
