package dev.locomo.cli.command.data;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.fetch.Fetch;
import dev.locomo.core.fetch.PublishedData;
import dev.locomo.core.fetch.Site;
import dev.locomo.core.fetch.Source;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.ProviderError.Kind;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code data fetch}: gets a published file and proves that it is it. */
final class DataFetch {
  private static final Setting<Path> OUT = Setting.path("data-fetch.out", "FILE");
  private static final Setting<Path> FROM = Setting.path("data-fetch.from", "FILE");
  private static final Setting<URI> URL = Setting.address("data-fetch.url", "URL");
  private static final String DATA = "locomo10";
  private static final String PERSONAS = "personas";

  private final Invocation call;
  private final String what;
  private final @Nullable Path out;
  private final @Nullable Path from;
  private final @Nullable URI url;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("fetch")
        .optionalArgument("WHAT", DATA + ", the data set, or " + PERSONAS + ", for generate.")
        .with(OUT, FROM, URL, RunOptions.JSON)
        .does(call -> new DataFetch(call).run());
  }

  private DataFetch(Invocation call) {
    this.call = call;
    out = call.settings().orNull(OUT);
    from = call.settings().orNull(FROM);
    url = call.settings().orNull(URL);
    what = call.arguments().isEmpty() ? DATA : call.arguments().getFirst();
  }

  private int run() {
    PublishedData data = data();
    Path to = Objects.requireNonNullElse(out, data.path());
    var err = call.err();
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
    call.done(
        to + ": " + state + ", " + data.wanted().size() + " bytes, SHA-256 verified",
        Map.of("file", to.toString(), "fetched", !there, "bytes", data.wanted().size()));
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
