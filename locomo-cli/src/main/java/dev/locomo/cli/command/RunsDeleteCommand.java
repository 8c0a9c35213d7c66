package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Printable;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.RunFolder;
import dev.locomo.services.store.RunEntry;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs delete}: takes runs out of the store. */
@Command(
    name = "delete",
    description = "Take runs out of the store. Their folders stay, unless --files is given.")
final class RunsDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "An id or the beginning of one, the name of a folder, or the folder.")
  private List<String> runs = new ArrayList<>();

  @Mixin private WhichStore which = new WhichStore();

  @Option(names = "--yes", description = "Do it; without, it is only said what would be done.")
  private boolean yes;

  @Option(names = "--files", description = "Delete the folders too. They cannot be had back.")
  private boolean files;

  @Override
  public Integer call() {
    try (Store store = which.open()) {
      var index = new RunIndex(store);
      var found = runs.stream().map(run -> index.find(run, "")).distinct().toList();
      for (RunEntry run : found) {
        say((yes ? "deleting " : "would delete ") + run.id() + "  " + run.folder());
        if (yes) {
          delete(store, run);
        }
      }
      return yes ? ExitCode.OK : refused();
    }
  }

  /** First the folder: what cannot be deleted stays in the store, where it can be found. */
  private void delete(Store store, RunEntry run) {
    if (files && Files.exists(Path.of(run.folder()))) {
      RunFolder.delete(Path.of(run.folder()));
    }
    store.remove(run.id());
  }

  private int refused() {
    throw new UserError(
        "nothing was deleted", "--yes" + (files ? "" : "; with --files the folders go too"));
  }

  private void say(String line) {
    spec.commandLine().getOut().println(Printable.line(line));
    spec.commandLine().getOut().flush();
  }
}
