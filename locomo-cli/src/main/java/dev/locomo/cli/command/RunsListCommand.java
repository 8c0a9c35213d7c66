package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.RunsOutput;
import dev.locomo.services.store.RunIndex;
import dev.locomo.services.store.Store;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code runs list}: the runs in the store. */
@Command(name = "list", description = "List the runs in the store, oldest first.")
final class RunsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WhichStore which = new WhichStore();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = Option.NULL_VALUE,
      description = "Only models with this in their name.")
  private @Nullable String model;

  @Option(
      names = "--task",
      paramLabel = "VERB",
      defaultValue = Option.NULL_VALUE,
      description = "Only runs of this verb, for example eval-qa.")
  private @Nullable String task;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = "token-f1",
      description = "Whose mean is shown, over categories 1-4 (default: ${DEFAULT-VALUE}).")
  private String metric = "";

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public Integer call() {
    try (Store store = which.open()) {
      var runs = new RunIndex(store).list(new RunIndex.Filter(model, task, metric));
      var output = new RunsOutput(spec.commandLine().getOut(), metric);
      if (json) {
        output.json(runs);
      } else {
        output.table(runs);
      }
    }
    return ExitCode.OK;
  }
}
