package dev.locomo.cli.command.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.eval.events.EventTask;
import dev.locomo.eval.options.EventPlan;
import dev.locomo.eval.options.FactOptions;
import dev.locomo.eval.options.SummaryOptions;
import dev.locomo.eval.report.text.ReportText;
import dev.locomo.rag.options.ModelOptions;
import java.io.PrintWriter;

/** {@code eval-events}: summarizes the events of each speaker and compares them with the gold. */
public final class EvalEvents implements TaskRunner.Report<EventTask.Result> {
  /** Most summaries without a score that are named. */
  private static final int NAMED = 10;

  private final Invocation call;
  private final RunOptions results;

  private EvalEvents(Invocation call) {
    this.call = call;
    this.results = new RunOptions(call.settings());
  }

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("eval-events")
        .takes(SampleOptions.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED)
        .with(
            SampleOptions.SETTINGS.headed("Data"),
            ModelOptions.SETTINGS.headed("Model"),
            SummaryOptions.SETTINGS.headed("Summaries"),
            FactOptions.SETTINGS.headed("Facts"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            RunOptions.SETTINGS.headed("Results"),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(call -> new EvalEvents(call).run());
  }

  private int run() throws InterruptedException {
    var settings = call.settings();
    var options =
        new EventPlan.Options(
            new SampleOptions(settings),
            new ModelOptions(settings),
            new SummaryOptions(settings),
            new FactOptions(settings));
    var pace = new PaceOptions(settings);
    options.summary().check();
    options.facts().check();
    pace.check();
    var shard = ShardOption.of(call.settings(), call.environment());
    var data = options.samples().read(Remote.file(call, options.samples().file));
    var plan = new EventPlan(data, options, shard);
    var task = plan.task(call.typed());
    var runner = new TaskRunner(call, pace, plan::reach);
    if (results.dryRun) {
      var dryRun = runner.dryRun(task, results.before(task.spec(), task.subject()), results.json);
      return new EventDryRun(pace.prices(), call.out(), plan).print(dryRun, results.json);
    }
    return runner.run(task, () -> results.folder(task.spec(), task.subject()), this);
  }

  @Override
  public void print(Finished<EventTask.Result> finished) {
    PrintWriter out = call.out();
    ObjectNode document = finished.result().document();
    if (results.json) {
      out.println(document.toPrettyString());
    } else {
      ReportText.events(out, document);
      out.println("Run " + finished.folder());
    }
  }

  @Override
  public int code(Finished<EventTask.Result> finished) {
    var events = finished.result().events();
    events.problems().entrySet().stream()
        .limit(NAMED)
        .forEach(p -> call.err().println(p.getKey() + ": " + p.getValue()));
    return Failures.unscored(
        100.0 * events.problems().size() / events.asked(),
        results.maxUnscored,
        "of the summaries have no fact-level score",
        call.err());
  }
}
