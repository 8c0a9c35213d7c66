package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.List;
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
  private static final int ENOUGH = 30;

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

  static List<Clustered> ungrouped(List<Clustered> values) {
    var ungrouped = new ArrayList<Clustered>(values.size());
    for (var value : values) {
      ungrouped.add(new Clustered(value.cluster(), value.value()));
    }
    return ungrouped;
  }

  /**
   * The caution due when conversations are few: below some 30 clusters, cluster-robust intervals
   * are too narrow (Cameron, Gelbach and Miller 2008).
   *
   * @param clusters how many conversations, at least 0
   * @return a sentence for the report, or empty when there are at least 30 or none
   */
  public static Optional<String> caution(long clusters) {
    return clusters == 0 || clusters >= ENOUGH ? Optional.empty() : Optional.of(sentence(clusters));
  }

  private static String sentence(long clusters) {
    return clusters == 1
        ? "All questions are of one conversation: the interval says nothing about other"
            + " conversations."
        : "%d conversations are few for a cluster bootstrap (30 would do): the interval tends to be"
                .formatted(clusters)
            + " too narrow.";
  }
}
