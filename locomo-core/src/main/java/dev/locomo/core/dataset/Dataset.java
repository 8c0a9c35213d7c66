package dev.locomo.core.dataset;

import java.util.List;
import java.util.stream.Stream;

/**
 * A whole LoCoMo file.
 *
 * @param file name as the user gave it
 * @param sha256 of the file's bytes, 64 lower-case hex digits
 * @param samples in file order
 */
public record Dataset(String file, String sha256, List<Sample> samples) {
  /** SHA-256 of the published {@code locomo10.json}. */
  public static final String PUBLISHED_SHA256 =
      "79fa87e90f04081343b8c8debecb80a9a6842b76a7aa537dc9fdf651ea698ff4";

  public Dataset {
    samples = List.copyOf(samples);
  }

  /** Every question, samples in file order. */
  public Stream<Question> questions() {
    return samples.stream().flatMap(s -> s.questions().stream());
  }
}
