package dev.locomo.eval.stats;

/**
 * A random sequence that is the same on every machine and every Java release, which the generators
 * of the JDK do not promise (Steele, Lea and Flood 2014; the constants of Vigna's splitmix64.c).
 */
final class SplitMix64 {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long seed) {
    this.state = seed;
  }

  /** All 64-bit values are equally likely. */
  long next() {
    long value = at(state, 0);
    state += STEP;
    return value;
  }

  /** What the sequence of a seed has at a place, from 0. */
  static long at(long seed, long place) {
    long z = seed + (place + 1) * STEP;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
