package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.fetch.Site;
import dev.locomo.core.fetch.Source;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code data fetch}: gets the published data set and proves that it is it. */
@Command(
    name = "fetch",
    description = {
      "Get the published locomo10.json and verify its SHA-256. A download that was cut off goes on"
          + " where it stopped.",
      "The data is licensed CC BY-NC 4.0."
    })
final class DataFetchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "data/locomo10.json",
      description = "Where to put it (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("data/locomo10.json");

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Copy and verify this file; nothing is downloaded.")
  private @Nullable Path from;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where to download it from (default: the original project, commit 3eb6f2c).")
  private URI url = PublishedData.LOCOMO10_URL;

  @Override
  public Integer call() {
    var err = spec.commandLine().getErr();
    var fetch =
        new Fetch(
            PublishedData.LOCOMO10,
            out,
            line -> {
              err.println(line);
              err.flush();
            });
    boolean there = fetch.alreadyThere();
    if (!there) {
      get(fetch);
      err.println(
          "The data is by the authors of LoCoMo, licensed CC BY-NC 4.0: no commercial use.");
    }
    String state = there ? "is already there" : "fetched";
    spec.commandLine()
        .getOut()
        .println(
            out + ": " + state + ", " + PublishedData.LOCOMO10.size() + " bytes, SHA-256 verified");
    return ExitCode.OK;
  }

  private void get(Fetch fetch) {
    if (from != null) {
      fetch.copy(from);
      return;
    }
    try (var site = Site.anywhere()) {
      fetch.download(
          new Source(site, url, "another --url, or --from FILE with a copy of the file"));
    } catch (UncheckedIOException e) {
      throw new ProviderError(Kind.CONNECTION, String.valueOf(e.getMessage()), null, e);
    }
  }
}
