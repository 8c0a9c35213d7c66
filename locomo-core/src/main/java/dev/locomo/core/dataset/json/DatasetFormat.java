package dev.locomo.core.dataset.json;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.profile.BenchmarkProfile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A shape in which data sets are published.
 *
 * <p><b>How to add one</b>: a class beside {@code LocomoFormat} that makes our records of its file,
 * its line in {@code DatasetReader.FORMATS}, its profile as a resource where the benchmark has
 * categories of its own, and a subclass of {@code DatasetFormatContract}.
 */
public interface DatasetFormat {
  /** Its name, lower case, for example {@code locomo}. */
  String id();

  /** Whether a file has this shape, as far as its beginning tells; false when it cannot be read. */
  boolean recognises(Path file);

  /**
   * Reads a file.
   *
   * @param profile what its categories are and mean; null for what the format knows of itself
   * @throws dev.locomo.core.error.DataError when it cannot be read or has another shape, naming the
   *     place, what is there and what was expected
   */
  Dataset read(Path file, @Nullable BenchmarkProfile profile);

  /** As {@link #read(Path, BenchmarkProfile)}, with what the format knows of itself. */
  default Dataset read(Path file) {
    return read(file, null);
  }

  /**
   * Everything that is wrong or odd with a file, also with one that cannot be used: it has an error
   * exactly when reading throws.
   *
   * @throws dev.locomo.core.error.DataError when there is nothing to look at
   */
  CheckReport check(Path file, @Nullable BenchmarkProfile profile);
}
