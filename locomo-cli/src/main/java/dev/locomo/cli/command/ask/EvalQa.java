package dev.locomo.cli.command.ask;

import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.llm.ModelSpec;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.QaRunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.text.Wrapping;
import dev.locomo.eval.memory.MemoryFigures;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.eval.options.QaOptions;
import dev.locomo.eval.options.QaPlan;
import dev.locomo.eval.report.text.ReportText;
import dev.locomo.eval.task.OutFile;
import dev.locomo.eval.task.QaResults;
import dev.locomo.eval.task.QaTask;
import dev.locomo.rag.options.MemoryOptions;
import dev.locomo.rag.options.ModelOptions;
import dev.locomo.rag.options.RagOptions;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;

/** {@code eval-qa}: asks every question, scores the answers, reports. */
public final class EvalQa implements TaskRunner.Report<QaResults> {
  private final Invocation call;
  private final QaRunOptions results;
  private final QaTask task;
  private final String protocol;

  private EvalQa(Invocation call, QaTask task, String protocol) {
    this.call = call;
    this.results = new QaRunOptions(call.settings());
    this.task = task;
    this.protocol = protocol;
  }

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("eval-qa")
        .takes(SampleOptions.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED, PaceOptions.BATCH_API)
        .with(
            DataOptions.SETTINGS.headed("Data and questions"),
            ModelOptions.SETTINGS.headed("Model"),
            QaOptions.SETTINGS.headed("Prompts"),
            RagOptions.SETTINGS.headed("Retrieval"),
            MemoryOptions.SETTINGS.headed("Memory system"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            QaRunOptions.SETTINGS.headed("Results"),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(EvalQa::run);
  }

  private static int run(Invocation call) throws InterruptedException {
    var settings = call.settings();
    var qa = new QaOptions(settings);
    var rag = new RagOptions(settings);
    var pace = new PaceOptions(settings);
    var results = new QaRunOptions(settings);
    var selected = new DataOptions(settings);
    var models = new ModelOptions(settings);
    qa.check();
    rag.check();
    pace.check();
    var shard = ShardOption.of(call.settings(), call.environment());
    ShardOption.refuseOutFile(shard, results.outFile);
    ModelSpec model = models.spec().within(qa.contextTokens);
    pace.check(List.of(model));
    var data = selected.read(Remote.file(call, selected.file));
    var questions = selected.selection(data.profile()).of(data);
    var at = Remote.models(call, pace.offline);
    try (var plan =
        new QaPlan(
            new QaPlan.Inputs(model, data, questions, at), qa, rag, new MemoryOptions(settings))) {
      var out =
          results.outFile == null || (results.dryRun && !Files.exists(results.outFile))
              ? null
              : new OutFile(results.outFile, plan.modelKey(), rag.useRag, results.overwrite);
      var spec =
          plan.spec(call.typed(), selected.selection(data.profile()).toString(), models.reach());
      var task = new QaTask(plan.asking(), spec, shard, out);
      var runner = new TaskRunner(call, pace, _ -> models.reach());
      if (results.dryRun) {
        return runner
            .dryRun(task, results.before(task.spec(), task.subject()), results.json)
            .print(model, "questions", task.asked().size(), "choices");
      }
      return runner.run(
          task,
          () -> {
            if (!model.asksNobody()) {
              qa.forms(task.asked()).ifPresent(line -> Wrapping.say(call.err(), line));
            }
            return results.folder(task.spec(), task.subject());
          },
          new EvalQa(call, task, qa.protocol));
    }
  }

  @Override
  public void print(Finished<QaResults> finished) {
    PrintWriter out = call.out();
    if (results.json) {
      out.println(task.document(finished.result(), finished.folder()).toPrettyString());
      return;
    }
    String original = task.originalReport();
    if (original != null) {
      out.println(original);
    }
    String part = task.shard().isWhole() ? "" : ", shard " + task.shard();
    String title = task.subject() + ", protocol " + protocol + part;
    ReportText.questions(out, finished.result(), task.data(), title);
    MemoryFigures.of(finished.folder(), finished.result().sheet())
        .ifPresent(figures -> out.println(figures.table()));
    out.println("Run " + finished.folder());
  }

  @Override
  public int code(Finished<QaResults> finished) {
    return Failures.unscored(
        100.0 * finished.result().unscored() / finished.result().questions().size(),
        results.maxUnscored,
        "of the questions lack a usable answer (choices count)",
        call.err());
  }
}
