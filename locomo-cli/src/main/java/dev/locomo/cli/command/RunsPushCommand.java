package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectStore;
import dev.locomo.services.objects.RunObjects;
import dev.locomo.services.store.FolderReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs push}: puts run folders into object storage. */
@Command(
    name = "push",
    description = {
      "Put run folders into object storage; the same command goes on where one was cut off.",
      "Address and credentials: docs/stores.md"
    })
final class RunsPushCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "A run's folder, or a folder of such folders.")
  private Path folder = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "s3://BUCKET/PREFIX",
      description = "Where they go: each below this by the name of its folder.")
  private String to = "";

  @Override
  public Integer call() {
    var address = ObjectAddress.parse(to);
    PrintWriter out = spec.commandLine().getOut();
    try (var store = ObjectStore.of(SettingSources.of(spec).environment())) {
      var runs = new RunObjects(store, Printable.notices(spec.commandLine().getErr()));
      for (Path run : FolderReader.folders(folder)) {
        ObjectAddress object = address.resolve(name(run));
        var moved = runs.push(run, object);
        out.println(
            Printable.line(
                "%s: %d files, %d of them sent".formatted(object, moved.files(), moved.moved())));
        out.flush();
      }
    }
    return ExitCode.OK;
  }

  private static String name(Path run) {
    return String.valueOf(run.toAbsolutePath().normalize().getFileName());
  }
}
