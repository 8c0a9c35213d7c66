package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.metric.Score;
import dev.locomo.core.metric.Score.Reason;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.JudgeTask;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.bank.KnownAnswer;
import dev.locomo.eval.judge.calibrate.Calibration;
import dev.locomo.eval.judge.calibrate.CalibrationFile;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.eval.options.JudgeOptions;
import dev.locomo.eval.report.text.JudgeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code judge calibrate}: measures judges with answers whose verdict is known. */
final class JudgeCalibrate implements TaskRunner.Report<JudgeTask.Replies> {
  private static final Setting<Path> OUT = Setting.path("judge-calibrate.out", "DIR");

  private final Invocation call;
  private final Dataset data;
  private final JudgeOptions judgeOptions;
  private final JudgeOptions.Calibrating options;
  private final List<KnownAnswer> bank;
  private final Judging judging;
  private final RunSpec spec;

  /** Its declaration. */
  static Verb verb() {
    return Verb.named("calibrate")
        .takes(SampleOptions.DATA_FILE)
        .with(StoreOption.STORE, TaskRunner.RETRY_FAILED, PaceOptions.BATCH_API)
        .with(OUT, JudgeAnswers.MAX_UNSCORED, RunOptions.DRY_RUN, RunOptions.JSON)
        .with(
            JudgeOptions.Calibrating.SETTINGS.headed("Known answers"),
            DataOptions.SETTINGS.headed("Data and questions"),
            JudgeOptions.SETTINGS.headed("Judge"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            WatchOptions.SETTINGS.headed("Tracking"))
        .does(call -> new JudgeCalibrate(call).run());
  }

  private JudgeCalibrate(Invocation call) {
    new PaceOptions(call.settings()).check();
    var selected = new DataOptions(call.settings());
    this.call = call;
    this.data = selected.read(Remote.file(call, selected.file));
    this.judgeOptions = new JudgeOptions(call.settings());
    List<Judge> judges = judgeOptions.judges(data);
    this.options = new JudgeOptions.Calibrating(call.settings());
    this.bank = options.bank(data, selected.selection(data.profile()).of(data));
    var answers = bank.stream().map(KnownAnswer::judged).toList();
    this.judging = new Judging(answers, judges, judgeOptions.repeats);
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    on.put("questions", selected.selection(data.profile()).toString());
    options.describe(bank, on);
    judgeOptions.describe(judges, on);
    this.spec = new RunSpec("judge calibrate", call.typed(), on, new TreeMap<>());
  }

  private int run() throws InterruptedException {
    var pace = new PaceOptions(call.settings());
    pace.check(judging.models());
    Path byName = Path.of("runs", "calibrate-" + spec.fingerprint().substring(0, 8));
    Path folder = call.settings().or(OUT, byName);
    var task = new JudgeTask(judging, data, spec);
    var runner = new TaskRunner(call, pace, _ -> judgeOptions.reach());
    return call.is(RunOptions.DRY_RUN)
        ? runner
            .dryRun(task, folder, call.is(RunOptions.JSON))
            .print(task.models(), "answers", judging.judged().size())
        : runner.run(task, () -> folder, this);
  }

  @Override
  public void print(Finished<JudgeTask.Replies> finished) {
    var result = result(finished);
    var document = CalibrationFile.document(result, Calibration.of(result, bank));
    document.put("data_sha256", data.sha256()).put("base_url", judgeOptions.reach().address());
    judgeOptions.requests.describe(document);
    options.describe(bank, document);
    document.put("folder", finished.folder().toString()).set("usage", finished.result().usage());
    if (finished.ending().all()) {
      Path folder = finished.folder();
      AtomicFile.writeText(folder.resolve(CalibrationFile.NAME), document.toPrettyString() + "\n");
      AtomicFile.writeText(
          folder.resolve("verdicts.jsonl"), String.join("\n", JudgeJson.lines(result)) + "\n");
    }
    if (call.is(RunOptions.JSON)) {
      call.out().println(document.toPrettyString());
    } else {
      new JudgeText(call.out()).calibration(result, Calibration.of(result, bank), document);
    }
  }

  private PanelResult result(Finished<JudgeTask.Replies> finished) {
    return PanelResult.of(List.of(), Map.of(), judging, finished.result().byKey());
  }

  /** Answers without a reply, and what exceeds the limits. */
  @Override
  public int code(Finished<JudgeTask.Replies> finished) {
    var verdicts =
        judging.judges().stream()
            .flatMap(judge -> judging.verdicts(judge, finished.result().byKey()).stream())
            .flatMap(List::stream)
            .toList();
    long without =
        verdicts.stream()
            .filter(v -> v instanceof Score.Unscored(var why, _) && why == Reason.PROVIDER_FAILED)
            .count();
    int lost =
        Failures.unscored(
            100.0 * without / verdicts.size(),
            call.get(JudgeAnswers.MAX_UNSCORED),
            "of the known answers got no reply",
            call.err());
    var exceeded = options.limits.exceeded(Calibration.of(result(finished), bank));
    exceeded.forEach(call.err()::println);
    return exceeded.isEmpty() ? lost : ExitCode.DID_NOT_HOLD;
  }
}
