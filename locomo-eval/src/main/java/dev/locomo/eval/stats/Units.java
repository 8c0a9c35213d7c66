package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * What is drawn in a bootstrap: conversations, each reduced to sum and count by group, or single
 * questions when there is but one conversation. A mean over units is the macro mean over the groups
 * present; with one group that is the micro mean.
 */
final class Units {
  // The order of the input must not change the last bit of a result.
  private static final Comparator<Clustered> BY_CONTENT =
      Comparator.comparing(Clustered::cluster)
          .thenComparing(Clustered::group)
          .thenComparingDouble(Clustered::value);

  private final List<Unit> units;
  private final int groups;
  private final boolean conversations;

  /** Sum and count by group. */
  private record Unit(double[] sums, int[] counts) {
    static Unit empty(int groups) {
      return new Unit(new double[groups], new int[groups]);
    }

    void add(int group, double value) {
      sums[group] += value;
      counts[group]++;
    }

    void add(Unit other) {
      for (int g = 0; g < sums.length; g++) {
        sums[g] += other.sums[g];
        counts[g] += other.counts[g];
      }
    }

    double mean() {
      double total = 0;
      int present = 0;
      for (int g = 0; g < sums.length; g++) {
        if (counts[g] > 0) {
          total += sums[g] / counts[g];
          present++;
        }
      }
      return total / present;
    }
  }

  private Units(List<Unit> units, int groups, boolean conversations) {
    this.units = units;
    this.groups = groups;
    this.conversations = conversations;
  }

  /** Of at least one value. */
  static Units of(List<Clustered> values) {
    var sorted = new ArrayList<>(values);
    sorted.sort(BY_CONTENT);
    var names = new TreeSet<String>();
    sorted.forEach(value -> names.add(value.group()));
    var groups = List.copyOf(names);
    boolean conversations = !sorted.getFirst().cluster().equals(sorted.getLast().cluster());
    return new Units(reduced(sorted, groups, conversations), groups.size(), conversations);
  }

  private static List<Unit> reduced(
      List<Clustered> sorted, List<String> groups, boolean conversations) {
    var units = new ArrayList<Unit>();
    String cluster = null;
    for (var value : sorted) {
      if (!conversations || !value.cluster().equals(cluster)) {
        units.add(Unit.empty(groups.size()));
        cluster = value.cluster();
      }
      units.getLast().add(groups.indexOf(value.group()), value.value());
    }
    return List.copyOf(units);
  }

  int size() {
    return units.size();
  }

  /** False when the units are questions because all are of one conversation. */
  boolean areConversations() {
    return conversations;
  }

  double mean() {
    return meanWithout(-1);
  }

  /** The mean of as many units as there are, drawn with replacement. */
  double resampledMean(SplitMix64 random) {
    var all = Unit.empty(groups);
    for (int i = 0; i < units.size(); i++) {
      all.add(units.get(random.below(units.size())));
    }
    return all.mean();
  }

  /** The mean of all units but one; NaN when nothing is left. */
  double meanWithout(int left) {
    var all = Unit.empty(groups);
    for (int i = 0; i < units.size(); i++) {
      if (i != left) {
        all.add(units.get(i));
      }
    }
    return all.mean();
  }
}
