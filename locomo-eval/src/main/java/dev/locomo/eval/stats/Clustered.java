package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.List;

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
}
