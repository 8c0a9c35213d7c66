package dev.locomo.cli.command;

import dev.locomo.cli.output.CheckText;
import dev.locomo.cli.output.DataJson;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.core.dataset.json.CheckReport;
import dev.locomo.core.dataset.json.DatasetCheck;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code data check}: what is wrong or odd in a LoCoMo-shaped file. */
@Command(
    name = "check",
    description =
        "Say what is wrong or odd in a data set, and where. Exit code 3 when it cannot be used.")
final class DataCheckCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataFile dataFile = new DataFile();

  @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", description = "Data set to check.")
  private @Nullable Path file;

  @Option(names = "--all", description = "Show every place, not only the first 5 of each kind.")
  private boolean all;

  @Option(names = "--json", description = "One JSON document instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    CheckReport report = DatasetCheck.check(Remote.file(spec, dataFile.or(file)));
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(DataJson.of(report));
    } else {
      out.print(CheckText.of(report, all ? Integer.MAX_VALUE : SHOWN));
    }
    return report.usable() ? ExitCode.OK : ExitCode.DATA;
  }
}
