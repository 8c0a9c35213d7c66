package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.text.Printable;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectStore;
import dev.locomo.services.objects.RunObjects;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code runs pull}: gets a run folder from object storage. */
final class RunsPull {
  private final Invocation call;
  private final String from;
  private final @Nullable Path folder;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("pull")
        .argument("s3://BUCKET/RUN", "The run; also gs:// or az://.")
        .optionalArgument("DIR", "Its folder (default: runs/ and its name).")
        .ofPaths()
        .with(RunOptions.JSON)
        .does(call -> new RunsPull(call).run());
  }

  private RunsPull(Invocation call) {
    this.call = call;
    from = call.arguments().get(0);
    folder = call.arguments().size() > 1 ? Path.of(call.arguments().get(1)) : null;
  }

  private int run() {
    var address = ObjectAddress.parse(from);
    Path to = folder == null ? Path.of("runs", address.name()) : folder;
    try (var store = ObjectStore.of(address, call.environment())) {
      var runs = new RunObjects(store, Printable.notices(call.err()));
      var moved = runs.pull(address, to);
      call.done(
          "%s: %s, %d of them fetched"
              .formatted(to, Printable.counted(moved.files(), "file"), moved.moved()),
          Map.of("folder", to.toString(), "files", moved.files(), "fetched", moved.moved()));
    }
    return ExitCode.OK;
  }
}
