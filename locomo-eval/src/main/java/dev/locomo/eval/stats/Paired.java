package dev.locomo.eval.stats;

/**
 * One question's values under two systems.
 *
 * @param cluster the conversation
 * @param first the first system's value, finite
 * @param second the second system's value, finite
 */
public record Paired(String cluster, double first, double second) {
  public Paired {
    if (!Double.isFinite(first) || !Double.isFinite(second)) {
      throw new IllegalArgumentException(
          "illegal values: " + first + " and " + second + " in " + cluster);
    }
  }

  /** First minus second. */
  public double difference() {
    return first - second;
  }

  /** The difference as a value of its own, for a bootstrap. */
  public Clustered clustered() {
    return new Clustered(cluster, difference());
  }
}
