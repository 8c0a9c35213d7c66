package dev.locomo.core.dataset;

import java.nio.file.Path;

/**
 * A shape in which data sets are published.
 *
 * <p><b>How to add one</b>: a class beside {@code LocomoFormat} that makes our records of its file,
 * its line in {@code DatasetReader.FORMATS}, and a subclass of {@code DatasetFormatContract}.
 */
public interface DatasetFormat {
  /** Its name, lower case, for example {@code locomo}. */
  String id();

  /** Whether a file has this shape, as far as its beginning tells; false when it cannot be read. */
  boolean recognises(Path file);

  /**
   * Reads a file.
   *
   * @throws dev.locomo.core.error.DataError when it cannot be read or has another shape, naming the
   *     place, what is there and what was expected
   */
  Dataset read(Path file);
}
