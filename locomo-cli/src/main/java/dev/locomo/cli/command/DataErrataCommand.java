package dev.locomo.cli.command;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.eval.errata.AuditImport;
import dev.locomo.eval.errata.CorrectedKey;
import dev.locomo.eval.errata.Correction.Action;
import dev.locomo.eval.errata.Errata;
import dev.locomo.eval.errata.ErrataFile;
import dev.locomo.eval.errata.ProvableErrata;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code data errata}: makes overlays that correct a key, for {@code score --errata}. */
@Command(
    name = "errata",
    description = "Make an overlay that corrects the key, for score --errata.")
final class DataErrataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing derive or import");
  }

  /** {@code data errata derive}. */
  @Command(
      name = "derive",
      description =
          "Find what is wrong with the key by rule: questions asked twice, questions with and"
              + " without an answer, evidence that names no turn.")
  int derive(@Mixin DataFile dataFile, @Mixin Output output) {
    Dataset data = DatasetReader.read(Remote.file(spec, dataFile.or(null)));
    return print(ProvableErrata.of(data), data, output.out);
  }

  /** {@code data errata import}. */
  @Command(
      name = "import",
      description = "Read the error list of the public audit of LoCoMo from a checkout of it.")
  int fromAudit(
      @Mixin DataFile dataFile,
      @Mixin Output output,
      @Option(
              names = "--from",
              paramLabel = "DIR",
              required = true,
              description = "A checkout of dial481/locomo-audit, or its errors.json.")
          Path from) {
    Dataset data = DatasetReader.read(Remote.file(spec, dataFile.or(null)));
    return print(new AuditImport(data, from).read(), data, output.out);
  }

  /** Where the overlay goes. */
  static final class Output {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Write the overlay here (default: print it).")
    private @Nullable Path out;
  }

  private int print(Errata errata, Dataset data, @Nullable Path out) {
    var key = new CorrectedKey(data, errata);
    if (out == null) {
      spec.commandLine().getOut().print(ErrataFile.write(errata));
      return ExitCode.OK;
    }
    AtomicFile.writeText(out, ErrataFile.write(errata));
    var ceiling = key.ceiling(data.questions());
    spec.commandLine()
        .getOut()
        .println(
            out
                + ": "
                + errata.count(Action.REPLACE)
                + " answers replaced, "
                + errata.count(Action.VOID)
                + " questions void, "
                + errata.count(Action.EVIDENCE)
                + " with other evidence alone; the gold of "
                + ceiling.broken()
                + " of "
                + ceiling.asked()
                + " questions is touched");
    return ExitCode.OK;
  }
}
