package dev.locomo.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code data}: look at a data set, or get the published one. */
@Command(
    name = "data",
    description = "Look at a data set, or get the published one.",
    subcommands = {
      DataCheckCommand.class,
      DataStatsCommand.class,
      DataShowCommand.class,
      DataFetchCommand.class,
      DataImagesCommand.class,
      DataErrataCommand.class
    })
public final class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Missing check, stats, show, fetch, images or errata");
  }
}
