package dev.locomo.core.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.check.CheckReport;
import dev.locomo.core.dataset.check.CheckReport.Finding;
import dev.locomo.core.dataset.check.Findings;
import dev.locomo.core.dataset.check.Node;
import dev.locomo.core.dataset.check.Oddity;
import dev.locomo.core.dataset.check.Oddity.Severity;
import dev.locomo.core.error.DataError;
import dev.locomo.core.profile.BenchmarkProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A format whose file is a row of elements, each read by itself: an array, or one a line. One
 * reading serves both: it notes what is odd; a check reports that, and a reader refuses the first
 * error.
 */
abstract class ElementFormat implements DatasetFormat {
  private final BenchmarkProfile own;

  /**
   * @param own id of the profile that its categories are of
   */
  ElementFormat(String own) {
    this.own =
        BenchmarkProfile.ALL.stream().filter(p -> p.id().equals(own)).findFirst().orElseThrow();
  }

  /** What an element is read with, and what elements before it left. */
  abstract static class Elements {
    /** What is odd. */
    final Findings out;

    /** What the categories are. */
    final BenchmarkProfile profile;

    Elements(Findings out, BenchmarkProfile profile) {
      this.out = out;
      this.profile = profile;
    }

    /** Reads one; null where it cannot be used, or belongs to a sample that is not whole yet. */
    abstract @Nullable Sample next(Node element);

    /** The last sample, where it was not whole before the end. */
    Optional<Sample> last() {
      return Optional.empty();
    }
  }

  /** Whether an element has this shape. */
  abstract boolean isOne(JsonNode element);

  /** Begins a file. */
  abstract Elements elements(Findings out, BenchmarkProfile profile);

  @Override
  public boolean recognises(Path file) {
    var first = new AtomicReference<JsonNode>();
    try {
      DatasetReader.eachSample(
          file,
          (index, json) -> {
            first.set(json);
            throw new CancellationException();
          });
    } catch (CancellationException | DataError e) {
      // One element is enough, and what cannot be read has no shape.
    }
    JsonNode element = first.get();
    return element != null && isOne(element);
  }

  @Override
  public Dataset read(Path file, @Nullable BenchmarkProfile profile) {
    var out = new Findings();
    var elements = elements(out, profile == null ? own : profile);
    var samples = new ArrayList<Sample>();
    String sha256 =
        DatasetReader.eachSample(
            file,
            (index, json) -> {
              Sample sample = elements.next(new Node(file.toString(), "/" + index, json));
              refuse(file, out);
              if (sample != null) {
                samples.add(sample);
              }
            });
    elements.last().ifPresent(samples::add);
    if (samples.isEmpty()) {
      throw new DataError(file.toString(), "/", "found no element; expected one of " + id());
    }
    return new Dataset(file.toString(), sha256, samples);
  }

  private static void refuse(Path file, Findings out) {
    for (Finding finding : out.all()) {
      if (finding.oddity().severity() == Severity.ERROR) {
        String problem = "found " + finding.found() + "; expected " + finding.expected();
        throw new DataError(file.toString(), finding.place(), problem);
      }
    }
    out.all().clear();
  }

  @Override
  public CheckReport check(Path file, @Nullable BenchmarkProfile profile) {
    var out = new Findings();
    var elements = elements(out, profile == null ? own : profile);
    int[] samples = {0};
    String sha256 = "";
    try {
      sha256 =
          DatasetReader.eachSample(
              file,
              (index, json) -> {
                samples[0] +=
                    elements.next(new Node(file.toString(), "/" + index, json)) == null ? 0 : 1;
              });
    } catch (DataError e) {
      if (e.place().isEmpty()) {
        throw e;
      }
      out.enter("");
      out.all()
          .add(new Finding(Oddity.NOT_JSON, "", e.place(), e.problem(), "elements of " + id()));
    }
    samples[0] += elements.last().isPresent() ? 1 : 0;
    return new CheckReport(file.toString(), sha256, samples[0], out.all());
  }
}
