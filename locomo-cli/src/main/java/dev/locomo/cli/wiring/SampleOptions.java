package dev.locomo.cli.wiring;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.error.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The data set, and which of its conversations. */
public class SampleOptions {
  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = "data/locomo-demo.json",
      description = "The data set (default: ${DEFAULT-VALUE}).")
  public Path file = Path.of("");

  @Option(
      names = "--samples",
      paramLabel = "ID",
      split = ",",
      description = "Only these conversations, for example conv-26,conv-30.")
  public List<String> samples = new ArrayList<>();

  /**
   * The conversations that are meant, in file order.
   *
   * @throws UserError when one is not in the file, or the file has none
   */
  public List<Sample> of(Dataset data) {
    var known = data.samples().stream().map(Sample::id).toList();
    for (String sample : samples) {
      if (!known.contains(sample)) {
        throw new UserError(
            data.file() + " has no sample '" + sample + "'", "one of " + String.join(", ", known));
      }
    }
    if (known.isEmpty()) {
      throw new UserError(data.file() + " has no conversation", "a file with some");
    }
    return data.samples().stream()
        .filter(s -> samples.isEmpty() || samples.contains(s.id()))
        .toList();
  }
}
