package dev.locomo.eval.stats;

import java.util.List;
import java.util.Optional;

/**
 * The caution due when conversations are few. Below some 30 clusters, cluster-robust intervals are
 * too narrow (Cameron, Gelbach and Miller 2008).
 */
public final class FewClusters {
  private static final int ENOUGH = 30;

  private FewClusters() {}

  /** A sentence for the report, or empty when there are at least 30 conversations or none. */
  public static Optional<String> warning(List<Clustered> values) {
    return warning(values.stream().map(Clustered::cluster).distinct().count());
  }

  /**
   * The same, of a number of conversations.
   *
   * @param clusters at least 0
   */
  public static Optional<String> warning(long clusters) {
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
