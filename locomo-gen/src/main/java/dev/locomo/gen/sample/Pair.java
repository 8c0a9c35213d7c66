package dev.locomo.gen.sample;

import org.jspecify.annotations.Nullable;

/**
 * What each of the two speakers has: a persona, events, insights.
 *
 * @param a of the speaker who is named first in the data set
 * @param b of the other one
 */
public record Pair<T extends @Nullable Object>(T a, T b) {
  /**
   * What one of them has.
   *
   * @param first whether it is the first one
   */
  public T of(boolean first) {
    return first ? a : b;
  }
}
