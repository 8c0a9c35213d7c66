package dev.locomo.gen;

import dev.locomo.gen.sample.GeneratedSample;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One conversation of a run as it ended.
 *
 * @param id its sample id
 * @param folder where its files are, seen from the output folder; empty for the folder itself
 * @param sample what there is of it; null when nothing is
 * @param problem why it is not whole; null when it is
 * @param counts what happened on the way
 */
record GenerationResult(
    String id,
    String folder,
    @Nullable GeneratedSample sample,
    @Nullable String problem,
    SortedMap<String, Integer> counts) {
  public GenerationResult {
    counts = new TreeMap<>(counts);
  }

  /** Whether everything that was wanted is there. */
  public boolean whole() {
    return problem == null;
  }

  /** What there is of it: one sample, or none. */
  List<GeneratedSample> samples() {
    return sample == null ? List.of() : List.of(sample);
  }
}
