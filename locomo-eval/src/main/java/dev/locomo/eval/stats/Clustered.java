package dev.locomo.eval.stats;

/**
 * One question's value and what it hangs together with.
 *
 * @param cluster the conversation; questions of one conversation share its difficulty and are not
 *     independent
 * @param group the category, used by macro averages only; may be empty
 * @param value finite
 */
public record Clustered(String cluster, String group, double value) {
  public Clustered {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("illegal value: " + value + " in " + cluster);
    }
  }

  /** A value without a category. */
  public Clustered(String cluster, double value) {
    this(cluster, "", value);
  }

  Clustered ungrouped() {
    return new Clustered(cluster, value);
  }
}
