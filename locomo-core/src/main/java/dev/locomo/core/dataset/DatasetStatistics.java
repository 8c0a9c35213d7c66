package dev.locomo.core.dataset;

import java.util.List;

/**
 * What a data set is made of, in numbers.
 *
 * @param samples one each, in file order
 * @param all their sum
 */
public record DatasetStatistics(List<SampleStatistics> samples, SampleStatistics all) {
  public DatasetStatistics {
    samples = List.copyOf(samples);
  }

  /** Counts a data set; one without samples has zeros. */
  public static DatasetStatistics of(Dataset data) {
    var samples = data.samples().stream().map(SampleStatistics::of).toList();
    var all = samples.stream().reduce(SampleStatistics.nothing(), SampleStatistics::plus);
    return new DatasetStatistics(samples, all);
  }
}
