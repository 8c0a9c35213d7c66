package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.output.Progress;
import dev.locomo.cli.output.ReportText;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.Interrupts;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.QaOptions;
import dev.locomo.cli.wiring.QaPlan;
import dev.locomo.cli.wiring.QaRunOptions;
import dev.locomo.cli.wiring.RagOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.Settings;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.cli.wiring.Version;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ChatLlm;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.task.QaResults;
import dev.locomo.eval.task.QaRun;
import dev.locomo.eval.task.QuestionAnswering;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nWho is asked:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nHow it is asked:%n", order = 3)
  private QaOptions qaOptions = new QaOptions();

  @ArgGroup(validate = false, heading = "%nRetrieval:%n", order = 4)
  private RagOptions ragOptions = new RagOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 5)
  private PaceOptions paceOptions = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 6)
  private QaRunOptions runOptions = new QaRunOptions();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 7)
  private WatchOptions watchOptions = new WatchOptions();

  @Override
  public Integer call() throws InterruptedException {
    qaOptions.check();
    ragOptions.check();
    paceOptions.check();
    var shard = shardOption.shard(Settings.of(spec).environment());
    ShardOption.refuseOutFile(shard, runOptions.outFile);
    var model = modelOptions.spec();
    var data = DatasetReader.read(Remote.file(spec, dataOptions.file));
    var questions = dataOptions.selection().of(data);
    var surroundings = Surroundings.of(spec, paceOptions.offline);
    var inputs = new QaPlan.Inputs(model, data, questions, surroundings);
    try (var plan = new QaPlan(inputs, qaOptions, ragOptions)) {
      var task = new QuestionAnswering(data, questions, plan.asking(), plan.retrieval(), shard);
      if (runOptions.dryRun) {
        return new DryRun(models(), spec.commandLine().getOut(), runOptions.json)
            .print(model, task);
      }
      return run(plan, task, model);
    }
  }

  private int run(QaPlan plan, QuestionAnswering task, ModelSpec model)
      throws InterruptedException {
    var typed = spec.commandLine().getParseResult().originalArgs();
    RunSpec whole = plan.spec(typed, dataOptions.selection().toString(), modelOptions.baseUrl);
    RunSpec runSpec = task.shard().spec(whole);
    store.check();
    try (var watching = watchOptions.open(spec)) {
      return run(new Planned(plan, task, model), runSpec, models().watchedBy(watching));
    }
  }

  /** What is asked of whom. */
  private record Planned(QaPlan plan, QuestionAnswering task, ModelSpec model) {}

  private int run(Planned planned, RunSpec runSpec, Models models) throws InterruptedException {
    var model = planned.model();
    var task = planned.task();
    // Before the run's folder: what is wrong here must not leave one.
    ChatLlm llm = models.asked(model, Printable.notices(spec.commandLine().getErr()));
    Path path = runOptions.folder(runSpec, model.id());
    var output =
        runOptions.outFile == null
            ? null
            : new QaRun.OutFile(
                runOptions.outFile,
                planned.plan().modelKey(),
                ragOptions.useRag,
                runOptions.overwrite);
    try (var folder = RunFolder.open(path, runSpec)) {
      var run = new QaRun(task, folder, planned.plan().rule(), output);
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      Version.describe(content).put("model", model.id());
      models.watching().describe(content);
      var open = run.begin(content);
      models.watching().begin(folder, content, model.id());
      var ending = ask(llm, models, open, folder);
      models.pace().shared.end(content);
      models.watching().describe(content);
      QaResults results = run.finish(ending);
      print(model, task, run, results);
      return store.keep(path, exitCode(ending, results));
    }
  }

  private Models models() {
    return new Models(Settings.of(spec).environment(), modelOptions, paceOptions);
  }

  private Ending ask(ChatLlm llm, Models models, QuestionAnswering task, RunFolder folder)
      throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    var interrupts =
        Interrupts.listen(
            Thread.currentThread(),
            () -> err.println("stopping; calls in flight finish first (Ctrl-C again: at once)"));
    int open = task.open(folder);
    try (var progress = new Progress(err, open, interrupts, models.watching().listener())) {
      return task.ask(folder, llm, models.concurrency(modelOptions.spec()), progress);
    }
  }

  private void print(ModelSpec model, QuestionAnswering task, QaRun run, QaResults results) {
    PrintWriter out = spec.commandLine().getOut();
    if (runOptions.json) {
      out.println(run.document(results, model.id()).toPrettyString());
      return;
    }
    run.originalReport().ifPresent(out::println);
    String part = task.shard().isWhole() ? "" : ", shard " + task.shard();
    String title = model.id() + ", protocol " + qaOptions.protocol + part;
    ReportText.questions(out, results, task.data(), title);
    out.println("Run " + run.folder().path());
  }

  private int exitCode(Ending ending, QaResults results) {
    PrintWriter err = spec.commandLine().getErr();
    int code = Failures.ended(ending, err);
    if (code != ExitCode.OK) {
      return code;
    }
    return Failures.unscored(
        results.unscored(),
        results.questions().size(),
        runOptions.maxUnscored,
        "of the questions have no usable answer",
        err);
  }
}
