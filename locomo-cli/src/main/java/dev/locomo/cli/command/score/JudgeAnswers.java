package dev.locomo.cli.command.score;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.start.Remote;
import dev.locomo.cli.start.StoreOption;
import dev.locomo.cli.start.TaskRunner;
import dev.locomo.cli.start.WatchOptions;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.options.PaceOptions;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.options.ShardOption;
import dev.locomo.core.pipeline.Reasons;
import dev.locomo.core.pipeline.RunEngine.Finished;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.JudgeTask;
import dev.locomo.eval.judge.Judged;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.VerdictFiles;
import dev.locomo.eval.judge.calibrate.CalibrationFile;
import dev.locomo.eval.options.DataOptions;
import dev.locomo.eval.options.JudgeOptions;
import dev.locomo.eval.options.StoredAnswersOptions;
import dev.locomo.eval.report.text.JudgeText;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.task.Selection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code judge}: has stored answers judged by one or several models. */
public final class JudgeAnswers implements TaskRunner.Report<JudgeTask.Replies> {
  private static final Setting<Boolean> FORCE = Setting.flag("judge-answers.force");
  private static final Setting<Path> OUT = Setting.path("judge-answers.out", "DIR");

  /** Also of calibrations. */
  static final Setting<Double> MAX_UNSCORED =
      Setting.number("judge-answers.max-unscored", "PERCENT").byDefault("1");

  private final Invocation call;
  private final StoredAnswersOptions answerOptions;
  private final JudgeOptions judgeOptions;
  private final Shard shard;
  private final Asked asked;

  /** What is judged by whom. */
  private record Asked(
      Dataset data,
      List<Question> questions,
      Map<QuestionId, StoredAnswer> answers,
      Judging judging,
      RunSpec spec) {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("judge")
        .takes(StoredAnswersOptions.RUN)
        .with(FORCE, StoreOption.STORE, TaskRunner.RETRY_FAILED, PaceOptions.BATCH_API)
        .with(
            StoredAnswersOptions.SETTINGS.headed("Answers"),
            StoredAnswersOptions.QUESTIONS.headed("Data and questions"),
            JudgeOptions.SETTINGS.headed("Judge"),
            PaceOptions.SETTINGS.headed("Cache, pace and cost"),
            ShardOption.SETTINGS,
            SettingGroup.of("Results", OUT, MAX_UNSCORED, RunOptions.DRY_RUN, RunOptions.JSON),
            WatchOptions.SETTINGS.headed("Tracking"))
        .verb("calibrate", JudgeCalibrate::verb)
        .verb("label", JudgeLabel::verb)
        .does(JudgeAnswers::run);
  }

  private JudgeAnswers(Invocation call, Shard shard) {
    this.call = call;
    this.shard = shard;
    this.answerOptions = new StoredAnswersOptions(call.settings());
    this.judgeOptions = new JudgeOptions(call.settings());
    this.asked = asked();
  }

  private static int run(Invocation call) throws InterruptedException {
    var pace = new PaceOptions(call.settings());
    pace.check();
    return new JudgeAnswers(call, ShardOption.of(call.settings(), call.environment())).run(pace);
  }

  private Asked asked() {
    var selected = new DataOptions(call.settings());
    Dataset data =
        StoredAnswersOptions.data(
            call.settings(), answerOptions.path(), file -> Remote.file(call, file));
    List<Judge> judges = judgeOptions.judges(data);
    checkSource(data, judges);
    Selection selection = answerOptions.questions(selected.selection(data.profile()));
    var answers = answerOptions.read(data, selection.of(data));
    List<Question> questions = shard.of(selection.of(data));
    var judging = new Judging(judged(questions, answers), judges, judgeOptions.repeats);
    var text = new StringBuilder();
    answers.forEach((id, answer) -> text.append(id).append('\t').append(answer).append('\n'));
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    if (!data.profiled().isEmpty()) {
      on.put("profile", data.profiled());
    }
    on.put("questions", selection.toString());
    on.put("answers_sha256", Sha256.of(text.toString()));
    judgeOptions.describe(judges, on);
    var spec = shard.spec(new RunSpec("judge", call.typed(), on, new TreeMap<>()));
    return new Asked(data, questions, answers, judging, spec);
  }

  private int run(PaceOptions pace) throws InterruptedException {
    pace.check(asked.judging.models());
    @Nullable Path out = call.settings().orNull(OUT);
    Path folder = out == null ? folder(asked.spec) : out;
    var task = new JudgeTask(asked.judging, asked.data, asked.spec);
    var runner = new TaskRunner(call, pace, _ -> judgeOptions.reach());
    return call.is(RunOptions.DRY_RUN)
        ? runner
            .dryRun(task, folder, call.is(RunOptions.JSON))
            .print(task.models(), "answers", asked.judging.judged().size())
        : runner.run(task, () -> folder, this);
  }

  @Override
  public void print(Finished<JudgeTask.Replies> finished) {
    Path folder = finished.folder();
    var result = result(finished);
    var document = JudgeJson.document(result);
    calibrations(document, result.judging().judges(), folder);
    document
        .put("data_sha256", asked.data.sha256())
        .put("answers", answerOptions.path().toString());
    document.put("base_url", judgeOptions.reach().address());
    judgeOptions.requests.describe(document);
    document.put("folder", folder.toString()).set("usage", finished.result().usage());
    AtomicFile.writeText(folder.resolve("report.json"), document.toPrettyString() + "\n");
    AtomicFile.writeText(
        folder.resolve("verdicts.jsonl"), String.join("\n", JudgeJson.lines(result)) + "\n");
    if (finished.ending().all()) {
      var files = new VerdictFiles(result, covers());
      files.write(folder);
      if (answerOptions.run != null && shard.isWhole()) {
        String name = asked.spec.fingerprint().substring(0, 8);
        files.beside(answerOptions.run, document, name).forEach(call.err()::println);
      }
    }
    if (call.is(RunOptions.JSON)) {
      call.out().println(document.toPrettyString());
    } else {
      new JudgeText(call.out()).print(result, document);
    }
  }

  private PanelResult result(Finished<JudgeTask.Replies> finished) {
    return PanelResult.of(asked.questions, asked.answers, asked.judging, finished.result().byKey());
  }

  /** A score without its judge's error rate is half a score: it stands beside, or its lack does. */
  private void calibrations(ObjectNode document, List<Judge> judges, Path folder) {
    for (int i = 0; i < judges.size(); i++) {
      var found =
          CalibrationFile.beside(
              folder,
              judges.get(i).model().id(),
              judges.get(i).rubric().hash(),
              judgeOptions.reach().asked());
      ((ObjectNode) document.path("judges").path(i)).set("calibration", found.orElse(null));
    }
  }

  /** Which part of the run's questions was judged; empty for all of them. */
  private String covers() {
    var selection =
        answerOptions.questions(new DataOptions(call.settings()).selection(asked.data.profile()));
    var whole = answerOptions.questions(Selection.ALL);
    return selection.of(asked.data).equals(whole.of(asked.data)) ? "" : selection.toString();
  }

  private static List<Judged> judged(
      List<Question> questions, Map<QuestionId, StoredAnswer> answers) {
    var judged = new ArrayList<Judged>();
    for (Question question : questions) {
      if (answers.get(question.id()) instanceof StoredAnswer.Given given) {
        judged.add(new Judged(question, given.text(), ""));
      }
    }
    if (judged.isEmpty()) {
      throw new UserError("none of the selected questions has an answer to judge", "");
    }
    return judged;
  }

  private void checkSource(Dataset data, List<Judge> judges) {
    var source = answerOptions.spec().orElse(null);
    if (source == null) {
      return;
    }
    String asked = source.onResult().getOrDefault("data_sha256", data.sha256());
    if (!asked.equals(data.sha256())) {
      throw new UserError(
          answerOptions.path() + " answers another data file than " + data.file(),
          "--data-file with the one whose sha256 is " + asked);
    }
    for (Judge judge : judges) {
      if (judge.model().id().equals(source.onResult().get("model")) && !call.is(FORCE)) {
        throw new UserError(
            judge.model().id() + " gave these answers and would judge itself",
            "another --judge, or --force");
      }
    }
  }

  private Path folder(RunSpec runSpec) {
    Path name = answerOptions.path().toAbsolutePath().getFileName();
    return runSpec.folder(name == null ? "answers" : name.toString());
  }

  /** Answers that the judges left without a verdict, counted over all judges. */
  @Override
  public int code(Finished<JudgeTask.Replies> finished) {
    long all = 0;
    long without = 0;
    var unreadable = new Reasons();
    var silent = result(finished).silent();
    for (var judge : result(finished).results()) {
      for (var row : judge.rows()) {
        all += row.answered() ? 1 : 0;
        if (row.answered() && row.score() instanceof Score.Unscored(var reason, var detail)) {
          without++;
          if (reason == Score.Reason.VERDICT_UNREADABLE) {
            unreadable.add(reason.label() + ": " + detail);
          }
        }
      }
    }
    Failures.reasons(unreadable.except(""), call.err());
    silent.forEach(judge -> call.err().println(judge.id() + " gave no verdict that can be read"));
    int code =
        Failures.unscored(
            100.0 * without / all,
            call.get(MAX_UNSCORED),
            "of the answers got no verdict",
            call.err());
    return silent.isEmpty() ? code : ExitCode.DID_NOT_HOLD;
  }
}
