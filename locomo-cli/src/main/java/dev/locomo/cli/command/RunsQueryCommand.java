package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.RowsOutput;
import dev.locomo.services.store.Query;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code runs query}: reads the store in SQL. */
@Command(
    name = "query",
    description = {
      "Ask the store in SQL; nothing can be changed. For example:",
      "SELECT model, category, AVG(value) FROM results WHERE metric = 'token-f1' GROUP BY 1, 2"
    })
final class RunsQueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SQL", description = "One SELECT; docs/stores.md has the tables.")
  private String sql = "";

  @Mixin private WhichStore which = new WhichStore();

  @Option(
      names = "--format",
      paramLabel = "NAME",
      defaultValue = "TABLE",
      description = "table, csv or json, one object a row (default: table).")
  private RowsOutput.Format format = RowsOutput.Format.TABLE;

  @Override
  public Integer call() {
    which.open().close(); // made, brought up to date, or refused
    try (var rows = RowsOutput.of(format, spec.commandLine().getOut())) {
      Query.run(which.address(), sql, rows);
    }
    return ExitCode.OK;
  }
}
