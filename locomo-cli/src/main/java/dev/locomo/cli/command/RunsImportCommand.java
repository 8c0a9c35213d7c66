package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Printable;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.services.store.FolderReader;
import dev.locomo.services.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs import}: puts run folders into the store. */
@Command(
    name = "import",
    description =
        "Put run folders into the store. One that is there as it is now is left alone, one that"
            + " went on is brought up to date.")
final class RunsImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "A run's folder, or a folder of such folders.")
  private List<Path> folders = new ArrayList<>();

  @Mixin private WhichStore which = new WhichStore();

  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = Option.NULL_VALUE,
      description = "The data set, where it is no longer where the runs found it.")
  private @Nullable Path dataFile;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    var runs = folders.stream().flatMap(f -> FolderReader.folders(f).stream()).toList();
    var reader = new FolderReader(dataFile);
    var documents = JsonFiles.MAPPER.createArrayNode();
    int refused = 0;
    try (Store store = Store.open(which.address())) {
      for (Path run : runs) {
        try {
          var imported = store.add(run, reader);
          String change = imported.change().name().toLowerCase(Locale.ROOT);
          documents
              .addObject()
              .put("folder", run.toString())
              .put("id", imported.id())
              .put("change", change);
          say("%-9s %s  %s".formatted(change, imported.id(), Printable.line(run.toString())));
        } catch (DataError e) {
          refused++;
          String problem = String.valueOf(e.getMessage());
          documents.addObject().put("folder", run.toString()).put("problem", problem);
          complain(problem);
        }
      }
    }
    if (json) {
      spec.commandLine().getOut().println(documents.toPrettyString());
    }
    return refused == 0 ? ExitCode.OK : ExitCode.DATA;
  }

  private void say(String line) {
    if (!json) {
      spec.commandLine().getOut().println(line);
      spec.commandLine().getOut().flush();
    }
  }

  /** One damaged folder does not keep the others out. */
  private void complain(String problem) {
    spec.commandLine().getErr().println("error: " + Printable.line(problem));
    spec.commandLine().getErr().flush();
  }
}
