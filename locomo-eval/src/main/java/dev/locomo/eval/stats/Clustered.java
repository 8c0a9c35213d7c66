package dev.locomo.eval.stats;

import java.util.Optional;

/**
 * One question's value and what it hangs together with.
 *
 * @param cluster the conversation; questions of one conversation share its difficulty and are not
 *     independent
 * @param group the category, used by macro averages only; may be empty
 * @param value finite
 */
public record Clustered(String cluster, String group, double value)
    implements Comparable<Clustered> {
  private static final String MEANING =
      "95 % intervals are Wilson's with the questions counted for what they are worth: answers from"
          + " one conversation hang together, and Student's t allows for few conversations.";

  public Clustered {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("illegal value: " + value + " in " + cluster);
    }
  }

  /** A value without a category. */
  public Clustered(String cluster, double value) {
    this(cluster, "", value);
  }

  /** By conversation, then category, then value. */
  @Override
  public int compareTo(Clustered other) {
    int byCluster = cluster.compareTo(other.cluster);
    int byGroup = byCluster != 0 ? byCluster : group.compareTo(other.group);
    return byGroup != 0 ? byGroup : Double.compare(value, other.value);
  }

  /**
   * What an interval says in view of how many conversations there are.
   *
   * @param clusters how many conversations, at least 0
   * @return a sentence for the report, or empty when there are none
   */
  public static Optional<String> caution(long clusters) {
    return switch ((int) Math.min(clusters, 2)) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              "All scored questions are of one conversation: the interval is about further"
                  + " questions on it and says nothing about other conversations.");
      default -> Optional.of(MEANING);
    };
  }
}
