package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectStore;
import dev.locomo.services.objects.RunObjects;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs pull}: gets a run folder from object storage. */
@Command(
    name = "pull",
    description =
        "Get a run from object storage, every file checked. What is here already is left alone.")
final class RunsPullCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "s3://BUCKET/RUN", description = "The run.")
  private String from = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = Option.NULL_VALUE,
      description = "Its folder (default: runs/ and its name).")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    var address = ObjectAddress.parse(from);
    Path to = folder == null ? Path.of("runs", address.name()) : folder;
    try (var store = ObjectStore.of(SettingSources.of(spec).environment())) {
      var runs = new RunObjects(store, Printable.notices(spec.commandLine().getErr()));
      var moved = runs.pull(address, to);
      spec.commandLine()
          .getOut()
          .println(
              Printable.line(
                  "%s: %d files, %d of them fetched".formatted(to, moved.files(), moved.moved())));
    }
    return ExitCode.OK;
  }
}
