package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.text.Printable;
import dev.locomo.services.objects.ObjectAddress;
import dev.locomo.services.objects.ObjectStore;
import dev.locomo.services.objects.RunObjects;
import dev.locomo.services.store.FolderReader;
import java.nio.file.Path;
import java.util.Map;

/** {@code runs push}: puts run folders into object storage. */
final class RunsPush {
  private final Invocation call;
  private final Path folder;
  private final String to;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("push")
        .argument("DIR", "A run's folder, or a folder of such folders.")
        .ofPaths()
        .argument(
            "s3://BUCKET/PREFIX", "Where they go (also gs:// or az://), each by its folder's name.")
        .with(RunOptions.JSON)
        .does(call -> new RunsPush(call).run());
  }

  private RunsPush(Invocation call) {
    this.call = call;
    folder = Path.of(call.arguments().get(0));
    to = call.arguments().get(1);
  }

  private int run() {
    var address = ObjectAddress.parse(to);
    var list = new Listing(call);
    try (var store = ObjectStore.of(address, call.environment())) {
      var runs = new RunObjects(store, Printable.notices(call.err()));
      for (Path run : FolderReader.folders(folder)) {
        ObjectAddress object = address.resolve(name(run));
        var moved = runs.push(run, object);
        list.add(
            "%s: %s, %d of them sent"
                .formatted(object, Printable.counted(moved.files(), "file"), moved.moved()),
            Map.of("address", object.toString(), "files", moved.files(), "sent", moved.moved()));
      }
    }
    list.end();
    return ExitCode.OK;
  }

  private static String name(Path run) {
    return String.valueOf(run.toAbsolutePath().normalize().getFileName());
  }
}
