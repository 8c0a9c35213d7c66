package dev.locomo.cli.command.ask;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.eval.dialog.DialogTask;
import dev.locomo.eval.options.DialogOptions;
import dev.locomo.eval.options.DialogPlan;
import dev.locomo.eval.options.DialogScoring;
import dev.locomo.eval.report.text.ReportText;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.RagOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code eval-dialog}: generates turns and compares them with what was really said. */
public final class EvalDialog implements TaskRunner.Report<DialogTask.Result> {
  private final Invocation call;
  private final RunOptions results;

  private EvalDialog(Invocation call) {
    this.call = call;
    this.results = new RunOptions(call.settings());
  }

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("eval-dialog")
        .takes(SampleOptions.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED)
        .with(
            SampleOptions.SETTINGS.headed("Data"),
            ModelOptions.SETTINGS.headed("Model"),
            DialogOptions.SETTINGS.headed("Turns"),
            RagOptions.SETTINGS.headed("Retrieval"),
            DialogScoring.SETTINGS.headed("Scores by a neural network"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            RunOptions.SETTINGS.headed("Results"),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(call -> new EvalDialog(call).run());
  }

  private int run() throws InterruptedException {
    var settings = call.settings();
    var samples = new SampleOptions(settings);
    var models = new ModelOptions(settings);
    var how = new DialogOptions(settings);
    var rag = new RagOptions(settings);
    var scoring = new DialogScoring(settings);
    var pace = new PaceOptions(settings);
    how.check();
    rag.check();
    scoring.check(how.picture);
    pace.check();
    var shard = ShardOption.of(call.settings(), call.environment());
    ModelSpec model = models.spec();
    var data = samples.read(Remote.file(call, samples.file));
    var at = Remote.models(call, pace.offline);
    try (var plan = new DialogPlan(new DialogPlan.Inputs(model, data, samples, at), how, rag)) {
      var work = plan.work(shard);
      var spec = shard.spec(plan.spec(call.typed(), models.reach()));
      var runner = new TaskRunner(call, pace, _ -> models.reach());
      if (results.dryRun) {
        var unscored = new DialogTask.Scoring(List.of(), Map.of());
        return runner
            .dryRun(
                new DialogTask(work, plan.asked(), unscored, spec),
                results.before(spec, model.id()),
                results.json)
            .print(model, "turns", work.targets().size(), null);
      }
      try (var scorers = scoring.load(plan, rag, at)) {
        var by = new DialogTask.Scoring(scorers.metrics(), scorers.scorers());
        return runner.run(
            new DialogTask(work, plan.asked(), by, spec),
            () -> results.folder(spec, model.id()),
            this);
      }
    }
  }

  @Override
  public void print(Finished<DialogTask.Result> finished) {
    PrintWriter out = call.out();
    ObjectNode document = finished.result().document();
    if (results.json) {
      out.println(document.toPrettyString());
    } else {
      ReportText.dialog(out, document);
      out.println("Run " + finished.folder());
    }
  }

  @Override
  public int code(Finished<DialogTask.Result> finished) {
    var turns = finished.result().turns();
    return Failures.unscored(
        100.0 * turns.unscored() / turns.rows().size(),
        results.maxUnscored,
        "of the turns have no result",
        call.err());
  }
}
