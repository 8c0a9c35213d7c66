package dev.locomo.cli.command.runs;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.DataError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.services.store.FolderReader;
import dev.locomo.services.store.Store;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code runs import}: puts run folders into the store. */
final class RunsImport {
  private static final Setting<Path> DATA_FILE = Setting.path("runs-import.data-file", "FILE");

  private final Invocation call;
  private final List<Path> folders;
  private final @Nullable Path dataFile;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("import")
        .arguments("DIR", "A run's folder, or a folder of such folders.", 1, Integer.MAX_VALUE)
        .ofPaths()
        .with(WhichStore.STORE, DATA_FILE, RunOptions.JSON)
        .does(call -> new RunsImport(call).run());
  }

  private RunsImport(Invocation call) {
    this.call = call;
    dataFile = call.settings().orNull(DATA_FILE);
    folders = call.arguments().stream().map(Path::of).toList();
  }

  private int run() {
    var runs = folders.stream().flatMap(f -> FolderReader.folders(f).stream()).toList();
    var reader = new FolderReader(dataFile);
    var list = new Listing(call);
    int refused = 0;
    try (Store store = Store.open(WhichStore.address(call))) {
      for (Path run : runs) {
        try {
          var imported = store.add(run, reader);
          String change = imported.change().name().toLowerCase(Locale.ROOT);
          list.add(
              "%-9s %s  %s".formatted(change, imported.id(), run),
              Map.of("folder", run.toString(), "id", imported.id(), "change", change));
        } catch (DataError e) {
          refused++;
          String problem = String.valueOf(e.getMessage());
          list.complain(problem, Map.of("folder", run.toString(), "problem", problem));
        }
      }
    }
    list.end();
    return refused == 0 ? ExitCode.OK : ExitCode.DATA;
  }
}
