package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.RunsOutput;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs show}: one run of the store. */
@Command(name = "show", description = "Show a run of the store: settings, outcomes, scores, cost.")
final class RunsShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "RUN",
      description = "Its id or the beginning of it, the name of its folder, or the folder.")
  private String run = "";

  @Mixin private WhichStore which = new WhichStore();

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    try (Store store = which.open()) {
      var index = new RunIndex(store);
      var found = index.find(run, "");
      new RunsOutput(spec.commandLine().getOut(), "").one(index, found, json);
    }
    return ExitCode.OK;
  }
}
