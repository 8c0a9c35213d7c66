package dev.locomo.gen.reference;

import dev.locomo.core.python.MersenneTwister;

/** The original's random draws, in its order. */
public interface Draws {
  /** {@code random.random()}: from 0 to below 1. */
  double random();

  /** What {@code random.choice} and {@code randint} rest on: an integer from 0 to below a bound. */
  int below(int bound);

  /** Those of Python after {@code random.seed(seed)}. */
  static Draws seeded(long seed) {
    var twister = new MersenneTwister(seed);
    return new Draws() {
      @Override
      public double random() {
        return twister.random();
      }

      @Override
      public int below(int bound) {
        return twister.below(bound);
      }
    };
  }
}
