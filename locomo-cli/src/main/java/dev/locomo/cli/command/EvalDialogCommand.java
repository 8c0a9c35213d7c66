package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.ReportText;
import dev.locomo.cli.wiring.DialogOptions;
import dev.locomo.cli.wiring.DialogPlan;
import dev.locomo.cli.wiring.DialogScoring;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.RagOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.RunOptions;
import dev.locomo.cli.wiring.SampleOptions;
import dev.locomo.cli.wiring.Settings;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.Surroundings;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Workers;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.dialog.DialogGeneration;
import dev.locomo.eval.dialog.DialogGeneration.Outcome;
import dev.locomo.eval.dialog.DialogRecord;
import dev.locomo.eval.dialog.DialogResults;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eval-dialog}: generates turns and compares them with what was really said. */
@Command(
    name = "eval-dialog",
    sortOptions = false,
    description =
        "Have the next turn of a conversation written, with its picture, and compare it with the"
            + " real one. The same command resumes a run.")
public final class EvalDialogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhich conversations:%n", order = 1)
  private SampleOptions samples = new SampleOptions();

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nWho writes:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nWhat is written:%n", order = 3)
  private DialogOptions how = new DialogOptions();

  @ArgGroup(validate = false, heading = "%nWhat is known besides the history:%n", order = 4)
  private RagOptions rag = new RagOptions();

  @ArgGroup(validate = false, heading = "%nScores that need a network:%n", order = 5)
  private DialogScoring scoring = new DialogScoring();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 6)
  private PaceOptions pace = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 7)
  private RunOptions results = new RunOptions();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 8)
  private WatchOptions watch = new WatchOptions();

  @Override
  public Integer call() throws InterruptedException {
    how.check();
    rag.check();
    scoring.check(how.picture);
    pace.check();
    Shard shard = shardOption.shard(Settings.of(spec).environment());
    ModelSpec model = modelOptions.spec();
    Dataset data = DatasetReader.read(Remote.file(spec, samples.file));
    var at = Surroundings.of(spec, pace.offline);
    var inputs = new DialogPlan.Inputs(model, data, samples, at);
    try (var plan = new DialogPlan(inputs, how, rag)) {
      var work = new DialogGeneration(shard.of(plan.targets()), plan.writer());
      if (results.dryRun) {
        return new DryRun(models(), spec.commandLine().getOut(), results.json)
            .print(model, "turns", work.targets().size(), work.asks());
      }
      try (var scorers = scoring.load(how.picture, rag, at);
          var watching = watch.open(spec)) {
        var models = models().watchedBy(watching);
        var pipeline = new PipelineRun(model, models, spec.commandLine().getErr());
        store.check();
        return run(shard.spec(settings(plan)), plan, new Scored(work, scorers), pipeline);
      }
    }
  }

  private Models models() {
    return new Models(Settings.of(spec).environment(), modelOptions, pace);
  }

  private RunSpec settings(DialogPlan plan) {
    return plan.spec(spec.commandLine().getParseResult().originalArgs(), modelOptions.baseUrl);
  }

  /** What is written, and what it is compared by. */
  private record Scored(DialogGeneration work, DialogScoring.Loaded scorers) {}

  private int run(RunSpec runSpec, DialogPlan plan, Scored scored, PipelineRun pipeline)
      throws InterruptedException {
    ModelSpec model = modelOptions.spec();
    PrintWriter err = spec.commandLine().getErr();
    Path path = results.folder(runSpec, model.id());
    try (var folder = RunFolder.open(path, runSpec)) {
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      content.put("data_file", samples.file.toString());
      content.put("data_sha256", runSpec.onResult().get("data_sha256"));
      Ending ending =
          pipeline.run(
              folder,
              content,
              scored.work.targets().size(),
              (steps, progress) ->
                  scored.work.run(
                      steps,
                      new Workers(models().concurrency(model), progress),
                      outcome -> progress.done(1, outcome instanceof Outcome.Failed ? 1 : 0)));
      var result =
          DialogResults.of(
              scored.work.generated(), how.picture, plan.history(), scored.scorers.metrics());
      var record = new DialogRecord(plan.knowledge(), runSpec, scored.scorers.scorers());
      ObjectNode document = record.write(folder, result);
      document.put("run", folder.path().toString()).set("usage", content.path("usage"));
      print(document, folder);
      int code = Failures.ended(ending, err);
      return store.keep(path, code == ExitCode.OK ? unscored(result) : code);
    }
  }

  private void print(ObjectNode document, RunFolder folder) {
    PrintWriter out = spec.commandLine().getOut();
    if (results.json) {
      out.println(document.toPrettyString());
    } else {
      ReportText.dialog(out, document);
      out.println("Run " + folder.path());
    }
  }

  private int unscored(DialogResults result) {
    return Failures.unscored(
        result.unscored(),
        result.rows().size(),
        results.maxUnscored,
        "of the turns have no result",
        spec.commandLine().getErr());
  }
}
