package dev.locomo.core.dataset.check;

import dev.locomo.core.dataset.Dataset.SampleStatistics;
import dev.locomo.core.dataset.check.Oddity.Severity;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a check found.
 *
 * @param file the file as the user named it
 * @param sha256 of the file's bytes, 64 lower-case hex digits; empty when it is not JSON
 * @param samples how many samples were looked at
 * @param statistics of the samples that could be read, in file order; of all where there is no
 *     error
 * @param findings sample by sample
 */
public record CheckReport(
    String file,
    String sha256,
    int samples,
    List<SampleStatistics> statistics,
    List<Finding> findings) {
  public CheckReport {
    statistics = List.copyOf(statistics);
    findings = List.copyOf(findings);
  }

  /** Whether a reader takes the file: true when nothing is an error. */
  public boolean usable() {
    return count(Severity.ERROR) == 0;
  }

  /** How many findings are of this severity. */
  public long count(Severity severity) {
    return findings.stream().filter(f -> f.oddity().severity() == severity).count();
  }

  /** How many findings there are of each kind, worst first; kinds without any are left out. */
  public SortedMap<Oddity, Integer> counts() {
    var counts = new TreeMap<Oddity, Integer>();
    findings.forEach(f -> counts.merge(f.oddity(), 1, Integer::sum));
    return counts;
  }

  /**
   * One thing that is wrong or odd in a LoCoMo-shaped file.
   *
   * @param oddity what kind
   * @param sample id of the sample it is in; empty where that is not known
   * @param place JSON pointer, or line and column where the file is not JSON
   * @param found what is there, one line, cut when long
   * @param expected what should be there, one line
   */
  public record Finding(
      Oddity oddity, String sample, String place, String found, String expected) {}
}
