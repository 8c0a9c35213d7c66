package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.output.ReportText;
import dev.locomo.cli.wiring.EventPlan;
import dev.locomo.cli.wiring.FactOptions;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.wiring.RunOptions;
import dev.locomo.cli.wiring.SampleOptions;
import dev.locomo.cli.wiring.Settings;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.SummaryOptions;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.events.EventRecord;
import dev.locomo.eval.events.EventResults;
import dev.locomo.eval.events.EventSummarization.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code eval-events}: summarizes the events of each speaker and compares them with the gold. */
@Command(
    name = "eval-events",
    sortOptions = false,
    description =
        "Have the events in each speaker's life summarized and check them, fact by fact. The same"
            + " command resumes a run.")
public final class EvalEventsCommand implements Callable<Integer> {
  /** Most summaries without a score that are named. */
  private static final int NAMED = 10;

  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is summarized:%n", order = 1)
  private SampleOptions samples = new SampleOptions();

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nWho summarizes:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nHow it is summarized:%n", order = 3)
  private SummaryOptions summary = new SummaryOptions();

  @ArgGroup(validate = false, heading = "%nHow facts are checked:%n", order = 4)
  private FactOptions facts = new FactOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 5)
  private PaceOptions pace = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 6)
  private RunOptions results = new RunOptions();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 7)
  private WatchOptions watch = new WatchOptions();

  @Override
  public Integer call() throws InterruptedException {
    summary.check();
    facts.check();
    pace.check();
    Shard shard = shardOption.shard(Settings.of(spec).environment());
    Dataset data = DatasetReader.read(Remote.file(spec, samples.file));
    var plan =
        new EventPlan(data, new EventPlan.Options(samples, modelOptions, summary, facts), shard);
    if (results.dryRun) {
      return new EventDryRun(models(Stage.SUMMARIZE, plan), spec.commandLine().getOut(), plan)
          .print(results.json);
    }
    try (var watching = watch.open(spec)) {
      var stages =
          new EventStages(plan, stage -> models(stage, plan).watchedBy(watching), pace.maxCost);
      stages.checkPrices();
      return run(data, plan, stages);
    }
  }

  private Models models(Stage stage, EventPlan plan) {
    return new Models(Settings.of(spec).environment(), plan.reached(stage), pace);
  }

  private int run(Dataset data, EventPlan plan, EventStages stages) throws InterruptedException {
    RunSpec runSpec = plan.spec(spec.commandLine().getParseResult().originalArgs());
    PrintWriter err = spec.commandLine().getErr();
    var pipeline =
        new PipelineRun(
            plan.model(),
            stages.models().apply(Stage.SUMMARIZE),
            err,
            step -> Objects.requireNonNullElse(plan.model(Stage.ofStep(step)), plan.model()));
    store.check();
    Path path = results.folder(runSpec, plan.model().id());
    try (var folder = RunFolder.open(path, runSpec)) {
      ObjectNode content = JsonFiles.MAPPER.createObjectNode();
      content.put("data_file", data.file()).put("data_sha256", data.sha256());
      var work = plan.work();
      Ending ending =
          pipeline.run(
              folder,
              content,
              stages.pieces(work),
              (steps, progress) -> stages.run(work, steps, progress, Printable.notices(err)));
      EventResults result = work.results(facts.gamma);
      ObjectNode document = EventRecord.write(folder, result, runSpec, plan.panel());
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
      ReportText.events(out, document);
      out.println("Run " + folder.path());
    }
  }

  private int unscored(EventResults result) {
    PrintWriter err = spec.commandLine().getErr();
    result.problems().entrySet().stream()
        .limit(NAMED)
        .forEach(p -> err.println(p.getKey() + ": " + p.getValue()));
    return Failures.unscored(
        result.problems().size(),
        result.asked(),
        results.maxUnscored,
        "of the summaries have no fact-level score",
        err);
  }
}
