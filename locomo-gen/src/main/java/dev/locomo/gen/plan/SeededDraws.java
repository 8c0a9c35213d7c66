package dev.locomo.gen.plan;

import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.python.MersenneTwister;

/**
 * Random draws that belong to one place of one conversation: the same seed gives the same draws
 * there, whatever was drawn elsewhere.
 */
public final class SeededDraws {
  private final MersenneTwister random;

  /**
   * @param seed of the run
   * @param place for example {@code 3/D7}
   */
  public SeededDraws(long seed, String place) {
    String hash = Sha256.of(seed + "/" + place);
    this.random = new MersenneTwister(Long.parseLong(hash.substring(0, 15), 16));
  }

  /** An integer from {@code from} to {@code to}, both included. */
  public int between(int from, int to) {
    return from + (int) (random.random() * (to - from + 1));
  }
}
