package dev.locomo.eval.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * What is drawn in a bootstrap: conversations, each reduced to sum and count by group, or single
 * questions when there is but one conversation. A mean over units is the macro mean over the groups
 * present; with one group that is the micro mean.
 */
final class Units {
  private final int size;
  private final int groups;
  private final boolean conversations;
  // Rows are units, columns groups, in one array each: resampling is all that takes time here.
  private final double[] sums;
  private final int[] counts;

  private Units(int size, int groups, boolean conversations) {
    this.size = size;
    this.groups = groups;
    this.conversations = conversations;
    this.sums = new double[size * groups];
    this.counts = new int[size * groups];
  }

  /** Of at least one value. */
  static Units of(List<Clustered> values) {
    // The order of the input must not change the last bit of a result.
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    var groups = new TreeSet<String>();
    var clusters = new TreeSet<String>();
    for (var value : sorted) {
      groups.add(value.group());
      clusters.add(value.cluster());
    }
    boolean conversations = clusters.size() > 1;
    var units =
        new Units(conversations ? clusters.size() : sorted.size(), groups.size(), conversations);
    units.fill(sorted, List.copyOf(groups));
    return units;
  }

  private void fill(List<Clustered> sorted, List<String> groupNames) {
    int unit = 0;
    for (int i = 0; i < sorted.size(); i++) {
      var value = sorted.get(i);
      boolean next = i > 0 && !(conversations && sameCluster(value, sorted.get(i - 1)));
      unit += next ? 1 : 0;
      int cell = unit * groups + groupNames.indexOf(value.group());
      sums[cell] += value.value();
      counts[cell]++;
    }
  }

  private static boolean sameCluster(Clustered one, Clustered other) {
    return one.cluster().equals(other.cluster());
  }

  int size() {
    return size;
  }

  /** False when the units are questions because all are of one conversation. */
  boolean areConversations() {
    return conversations;
  }

  double mean() {
    return meanWithout(-1);
  }

  /** The mean of all units but one; NaN when nothing is left. */
  double meanWithout(int left) {
    var sum = new double[groups];
    var count = new int[groups];
    for (int unit = 0; unit < size; unit++) {
      if (unit != left) {
        add(unit, sum, count);
      }
    }
    return mean(sum, count);
  }

  /** Means of {@code n} resamples, each of as many units as there are, in the order drawn. */
  double[] resampledMeans(int n, SplitMix64 random) {
    var means = new double[n];
    var sum = new double[groups];
    var count = new int[groups];
    for (int i = 0; i < n; i++) {
      Arrays.fill(sum, 0);
      Arrays.fill(count, 0);
      for (int drawn = 0; drawn < size; drawn++) {
        add(random.below(size), sum, count);
      }
      means[i] = mean(sum, count);
    }
    return means;
  }

  private void add(int unit, double[] sum, int[] count) {
    int row = unit * groups;
    for (int g = 0; g < groups; g++) {
      sum[g] += sums[row + g];
      count[g] += counts[row + g];
    }
  }

  private static double mean(double[] sum, int[] count) {
    double total = 0;
    int present = 0;
    for (int g = 0; g < sum.length; g++) {
      if (count[g] > 0) {
        total += sum[g] / count[g];
        present++;
      }
    }
    return total / present;
  }
}
