package dev.locomo.cli.command;

import dev.locomo.cli.output.ComparisonText;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.core.error.UserError;
import dev.locomo.eval.compare.ComparedRuns;
import dev.locomo.eval.compare.ComparisonJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: runs side by side, each against the first. */
@Command(
    name = "compare",
    description = "Runs side by side: settings, scores with paired tests, questions that differ.")
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN_OR_SCORES",
      description =
          "Run folders, files of score --per-question, or answers with --data-file; the first is"
              + " the baseline.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "What is compared (default: token-f1; of eval-dialog and eval-events every metric).")
  private @Nullable String metric;

  // Without a default: a run folder knows its own data set.
  @Option(
      names = "--data-file",
      paramLabel = "FILE",
      defaultValue = Option.NULL_VALUE,
      description = "The data set (default: that of the run folders).")
  private @Nullable Path dataFile;

  @Option(
      names = "--questions",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many of the questions that differ are shown; of turns and summaries with --metric"
              + " (default: ${DEFAULT-VALUE}).")
  private int questions;

  @Option(
      names = "--check",
      description = "Exit with 1 when a run is significantly worse than the first.")
  private boolean check;

  @Option(names = "--json", description = "Print one JSON document instead of tables.")
  private boolean json;

  @Override
  public Integer call() {
    if (questions < 0) {
      throw new UserError("--questions is " + questions + ", must be at least 0", "");
    }
    var comparison = new ComparedRuns(dataFile, metric).compare(paths);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(ComparisonJson.document(comparison).toPrettyString());
    } else {
      boolean all = !comparison.ofQuestions() && metric == null;
      ComparisonText.print(out, comparison, all ? 0 : questions);
    }
    return checked(comparison.anyWorse());
  }

  private Integer checked(boolean worse) {
    if (check && worse) {
      spec.commandLine().getErr().println("a run is significantly worse than the baseline");
      return ExitCode.DID_NOT_HOLD;
    }
    return ExitCode.OK;
  }
}
