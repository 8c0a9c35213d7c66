package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.EventOutput;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.Printable;
import dev.locomo.cli.wiring.EventPlan;
import dev.locomo.cli.wiring.FactOptions;
import dev.locomo.cli.wiring.ModelOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.SampleOptions;
import dev.locomo.cli.wiring.Settings;
import dev.locomo.cli.wiring.SummaryOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.events.EventRecord;
import dev.locomo.eval.events.EventResults;
import dev.locomo.eval.events.EventSummarization.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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

  @ArgGroup(validate = false, heading = "%nWho summarizes:%n", order = 2)
  private ModelOptions modelOptions = new ModelOptions();

  @ArgGroup(validate = false, heading = "%nHow it is summarized:%n", order = 3)
  private SummaryOptions summary = new SummaryOptions();

  @ArgGroup(validate = false, heading = "%nHow facts are checked:%n", order = 4)
  private FactOptions facts = new FactOptions();

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 5)
  private PaceOptions pace = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 6)
  private Results results = new Results();

  /** Where results go, and when a run counts as good. */
  static final class Results {
    @Option(
        names = "--run",
        paramLabel = "DIR",
        description = "The run's folder (default: one in runs/ named by model and settings).")
    private @Nullable Path run;

    @Option(
        names = "--overwrite",
        description = "Ask everything again; an existing run folder is set aside as DIR.1, ...")
    private boolean overwrite;

    @Option(
        names = "--max-unscored",
        paramLabel = "PERCENT",
        defaultValue = "1",
        description =
            "More summaries without a fact-level score make the exit code 1 (default:"
                + " ${DEFAULT-VALUE}).")
    private double maxUnscored;

    @Option(names = "--dry-run", description = "Print calls, tokens and cost; send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;
  }

  @Override
  public Integer call() throws InterruptedException {
    summary.check();
    facts.check();
    pace.check();
    Dataset data = DatasetReader.read(samples.file);
    var plan = new EventPlan(data, new EventPlan.Options(samples, modelOptions, summary, facts));
    if (results.dryRun) {
      return new EventDryRun(models(Stage.SUMMARIZE, plan), spec.commandLine().getOut(), plan)
          .print(results.json);
    }
    var stages = new EventStages(plan, stage -> models(stage, plan), pace.maxCost);
    stages.checkPrices();
    return run(data, plan, stages);
  }

  private Models models(Stage stage, EventPlan plan) {
    return new Models(Settings.of(spec).environment(), plan.reached(stage), pace);
  }

  private int run(Dataset data, EventPlan plan, EventStages stages) throws InterruptedException {
    RunSpec runSpec = plan.spec(spec.commandLine().getParseResult().originalArgs());
    Path path = results.run == null ? defaultFolder(plan.model(), runSpec) : results.run;
    PrintWriter err = spec.commandLine().getErr();
    if (results.overwrite) {
      RunFolder.setAside(path);
    }
    var pipeline =
        new PipelineRun(
            plan.model(),
            models(Stage.SUMMARIZE, plan),
            err,
            step -> Objects.requireNonNullElse(plan.model(Stage.ofStep(step)), plan.model()));
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
      return code == ExitCode.OK ? unscored(result) : code;
    }
  }

  private void print(ObjectNode document, RunFolder folder) {
    PrintWriter out = spec.commandLine().getOut();
    if (results.json) {
      out.println(document.toPrettyString());
    } else {
      new EventOutput(out).print(document);
      out.println("Run " + folder.path());
    }
  }

  private int unscored(EventResults result) {
    result.problems().entrySet().stream()
        .limit(NAMED)
        .forEach(p -> spec.commandLine().getErr().println(p.getKey() + ": " + p.getValue()));
    double percent = 100.0 * result.problems().size() / result.asked();
    if (percent > results.maxUnscored) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "%.1f %% of the summaries have no fact-level score, more than --max-unscored %s%n",
              percent,
              results.maxUnscored);
      return ExitCode.DID_NOT_HOLD;
    }
    return ExitCode.OK;
  }

  private static Path defaultFolder(ModelSpec model, RunSpec spec) {
    String name = model.id().replaceAll("[^A-Za-z0-9.-]+", "-");
    return Path.of("runs", "eval-events-" + name + "-" + spec.fingerprint().substring(0, 8));
  }
}
