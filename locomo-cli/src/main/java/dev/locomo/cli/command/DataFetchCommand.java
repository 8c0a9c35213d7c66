package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.fetch.Site;
import dev.locomo.core.fetch.Source;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data fetch}: gets a published file and proves that it is it. */
@Command(
    name = "fetch",
    description = {
      "Get a published file and verify its SHA-256. A download that was cut off goes on where it"
          + " stopped.",
      "The data is licensed CC BY-NC 4.0."
    })
final class DataFetchCommand implements Callable<Integer> {
  private static final String DATA = "locomo10";
  private static final String PERSONAS = "personas";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "WHAT",
      defaultValue = DATA,
      description =
          DATA
              + ": the data set; "
              + PERSONAS
              + ": the persona sentences of MSC, for generate"
              + " (default: ${DEFAULT-VALUE}).")
  private String what = DATA;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to put it (default: data/locomo10.json, data/msc_personas_all.json, where"
              + " commands look for it).")
  private @Nullable Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Copy and verify this file; nothing is downloaded.")
  private @Nullable Path from;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where to download it from (default: the original project, commit 3eb6f2c).")
  private @Nullable URI url;

  @Override
  public Integer call() {
    PublishedData data = data();
    Path to = Objects.requireNonNullElse(out, data.path());
    var err = spec.commandLine().getErr();
    var fetch =
        new Fetch(
            data.wanted(),
            to,
            line -> {
              err.println(line);
              err.flush();
            });
    boolean there = fetch.alreadyThere();
    if (!there) {
      get(fetch, Objects.requireNonNullElse(url, data.url()));
      err.println(
          "The data is by the authors of LoCoMo, licensed CC BY-NC 4.0: no commercial use.");
    }
    String state = there ? "is already there" : "fetched";
    spec.commandLine()
        .getOut()
        .println(to + ": " + state + ", " + data.wanted().size() + " bytes, SHA-256 verified");
    return ExitCode.OK;
  }

  private PublishedData data() {
    return switch (what.toLowerCase(Locale.ROOT)) {
      case DATA -> PublishedData.LOCOMO10;
      case PERSONAS -> PublishedData.PERSONAS;
      default ->
          throw new UserError(
              "there is no published '" + what + "' to fetch", DATA + " or " + PERSONAS);
    };
  }

  private void get(Fetch fetch, URI address) {
    if (from != null) {
      fetch.copy(from);
      return;
    }
    try (var site = Site.anywhere()) {
      fetch.download(
          new Source(site, address, "another --url, or --from FILE with a copy of the file"));
    } catch (UncheckedIOException e) {
      throw new ProviderError(Kind.CONNECTION, String.valueOf(e.getMessage()), null, e);
    }
  }
}
