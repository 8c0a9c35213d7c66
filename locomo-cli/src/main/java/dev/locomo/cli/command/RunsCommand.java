package dev.locomo.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code runs}: what was run, as a database. */
@Command(
    name = "runs",
    description = "Keep runs in a database and look them up; push and pull their folders.",
    subcommands = {
      RunsImportCommand.class,
      RunsListCommand.class,
      RunsShowCommand.class,
      RunsQueryCommand.class,
      RunsDeleteCommand.class,
      RunsPushCommand.class,
      RunsPullCommand.class
    })
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Missing import, list, show, query, delete, push or pull");
  }
}
