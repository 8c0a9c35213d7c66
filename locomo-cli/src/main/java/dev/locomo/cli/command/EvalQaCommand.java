package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.output.QaOutput;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.Interrupts;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.QaOptions;
import dev.locomo.cli.wiring.QaPlan;
import dev.locomo.cli.wiring.RunOptions;
import dev.locomo.cli.wiring.Terminal;
import dev.locomo.cli.wiring.Version;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.llm.Provider;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.run.Manifest;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.predict.Asking;
import dev.locomo.eval.task.QaRecord;
import dev.locomo.eval.task.QaResults;
import dev.locomo.eval.task.QuestionAnswering;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eval-qa}: asks every question, scores the answers, reports. */
@Command(
    name = "eval-qa",
    sortOptions = false,
    description = "Ask every question, score the answers, report. The same command resumes a run.")
public final class EvalQaCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is asked:%n", order = 1)
  private DataOptions dataOptions = new DataOptions();

  @ArgGroup(validate = false, heading = "%nWho is asked:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nHow it is asked:%n", order = 3)
  private QaOptions qaOptions = new QaOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 4)
  private PaceOptions paceOptions = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 5)
  private RunOptions runOptions = new RunOptions();

  @Override
  public Integer call() throws InterruptedException {
    qaOptions.check();
    paceOptions.check();
    var data = DatasetReader.read(dataOptions.file);
    var plan = new QaPlan(modelOptions.spec(), qaOptions, data, dataOptions.selection());
    var task = plan.task();
    var typed = spec.commandLine().getParseResult().originalArgs();
    RunSpec runSpec = plan.spec(typed, modelOptions, paceOptions);
    Path run = runOptions.run == null ? defaultFolder(plan.model(), runSpec) : runOptions.run;
    if (runOptions.overwrite) {
      RunFolder.setAside(run);
    }
    try (var folder = RunFolder.open(run, runSpec)) {
      return run(plan, task, folder);
    }
  }

  private int run(QaPlan plan, QuestionAnswering task, RunFolder folder)
      throws InterruptedException {
    var err = spec.commandLine().getErr();
    var content = JsonFiles.MAPPER.createObjectNode();
    var manifest = Manifest.open(folder.file(RunFolder.MANIFEST), content, Instant.now());
    content.put("program", "locomo " + Version.program()).put("java", Runtime.version().toString());
    content.put("data_file", plan.data().file()).put("data_sha256", plan.data().sha256());
    content.put("model", plan.model().id()).put("protocol", task.protocol().id());
    var ending = ask(plan.model(), task, folder, err);
    var results = QaResults.of(task.questions(), QuestionAnswering.answered(folder), plan.rule());
    if (ending.all()) {
      folder.settle(QaRecord.lines(results));
    }
    QaRecord.write(folder, results, plan.data(), qaOptions.protocol);
    content.setAll(QaRecord.usage(results));
    manifest.write(
        ending.all() ? Manifest.Status.COMPLETE : Manifest.Status.STOPPED, Instant.now());
    print(plan, results, folder);
    return exitCode(ending, results, err);
  }

  private Asking.Ending ask(
      ModelSpec model, QuestionAnswering task, RunFolder folder, PrintWriter err)
      throws InterruptedException {
    var models = new Models(System.getenv(), modelOptions, paceOptions);
    ChatLlm llm =
        model.provider() == Provider.EXTRACTIVE
            ? _ -> {
              throw new IllegalStateException("the built-in reader asks nobody");
            }
            : models.open(model, line -> err.println(line));
    var interrupts =
        Interrupts.listen(
            Thread.currentThread(),
            () -> err.println("stopping; calls in flight finish first (Ctrl-C again: at once)"));
    try (var progress =
        new Progress(err, task.questions().size(), Terminal.onStderr(), interrupts)) {
      return task.ask(folder, llm, models.concurrency(model), progress);
    }
  }

  private void print(QaPlan plan, QaResults results, RunFolder folder) {
    var out = spec.commandLine().getOut();
    if (runOptions.json) {
      ObjectNode document = QaRecord.report(results, plan.data(), qaOptions.protocol);
      document.put("model", plan.model().id()).put("run", folder.path().toString());
      document.set("usage", QaRecord.usage(results));
      out.println(document.toPrettyString());
      return;
    }
    String title = plan.model().id() + ", protocol " + qaOptions.protocol;
    QaOutput.print(out, results, plan.data(), title);
    out.println("Run " + folder.path());
  }

  private int exitCode(Asking.Ending ending, QaResults results, PrintWriter err) {
    ProviderError error = ending.provider();
    if (error != null && error.kind() != ProviderError.Kind.COST_LIMIT) {
      err.println("error: " + error.getMessage());
      return ExitCode.PROVIDER;
    }
    if (error != null) {
      err.println("stopped at the cost limit: " + error.getMessage());
      return ExitCode.DID_NOT_HOLD;
    }
    if (!ending.all()) {
      err.println("interrupted; the same command resumes the run");
      return ExitCode.INTERRUPTED;
    }
    double percent = 100.0 * results.unscored() / results.questions().size();
    if (percent > runOptions.maxUnscored) {
      err.printf(
          java.util.Locale.ROOT,
          "%.1f %% of the questions have no usable answer, more than --max-unscored %s%n",
          percent,
          runOptions.maxUnscored);
      return ExitCode.DID_NOT_HOLD;
    }
    return ExitCode.OK;
  }

  private static Path defaultFolder(ModelSpec model, RunSpec spec) {
    String name = model.id().replaceAll("[^A-Za-z0-9.-]+", "-");
    return Path.of("runs", "eval-qa-" + name + "-" + spec.fingerprint().substring(0, 8));
  }
}
