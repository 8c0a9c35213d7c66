package dev.locomo.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.output.JudgeOutput;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.JudgeOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.ShardOption;
import dev.locomo.cli.wiring.StoredAnswersOptions;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Question;
import dev.locomo.core.dataset.QuestionId;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.dataset.json.Sha256;
import dev.locomo.core.error.UserError;
import dev.locomo.core.metric.Score;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.run.Shard;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.Judged;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.calibrate.CalibrationFile;
import dev.locomo.eval.predict.Prediction;
import dev.locomo.eval.report.Judgement;
import dev.locomo.eval.score.StoredAnswer;
import dev.locomo.eval.task.QuestionAnswering;
import dev.locomo.eval.task.Selection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code judge}: has stored answers judged by one or several models. */
@Command(
    name = "judge",
    sortOptions = false,
    description =
        "Have stored answers judged by one or several models and rules. The same command resumes.",
    subcommands = JudgeCalibrateCommand.class)
public final class JudgeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nWhat is judged:%n", order = 1)
  private StoredAnswersOptions answerOptions = new StoredAnswersOptions();

  @ArgGroup(validate = false, heading = "%nThe questions:%n", order = 2)
  private DataOptions dataOptions = new DataOptions();

  @Mixin private ShardOption shardOption = new ShardOption();

  @ArgGroup(validate = false, heading = "%nWho judges:%n", order = 3)
  private JudgeOptions judgeOptions = new JudgeOptions();

  @Option(names = "--force", order = 4, description = "Let a model judge its own answers.")
  private boolean force;

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 5)
  private PaceOptions paceOptions = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nResults:%n", order = 6)
  private Results results = new Results();

  @Mixin private StoreOption store = new StoreOption();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 7)
  private WatchOptions watch = new WatchOptions();

  /** Where verdicts go, and when they count as good. */
  static final class Results {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        description = "Folder of the verdicts (default: one in runs/ named by the settings).")
    private @Nullable Path out;

    @Option(
        names = "--max-unscored",
        paramLabel = "PERCENT",
        defaultValue = "1",
        description =
            "More answers without a verdict make the exit code 1 (default: ${DEFAULT-VALUE}).")
    private double maxUnscored;

    @Option(names = "--dry-run", description = "Print calls, tokens and cost; send nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;
  }

  /** What is judged by whom. */
  private record Task(
      Dataset data,
      List<Question> questions,
      Map<QuestionId, StoredAnswer> answers,
      Judging judging) {
    PanelResult result(Map<Prediction.Key, Prediction> replies) {
      return PanelResult.of(questions, answers, judging, replies);
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    paceOptions.check();
    Dataset data = DatasetReader.read(Remote.file(spec, dataOptions.file));
    List<Judge> judges = judgeOptions.judges(data);
    checkSource(data, judges);
    Selection selection = answerOptions.questions(dataOptions.selection());
    var answers = answerOptions.read(data, selection.of(data));
    Shard shard = shardOption.shard(SettingSources.of(spec).environment());
    List<Question> questions = shard.of(selection.of(data));
    var judging = new Judging(judged(questions, answers), judges, judgeOptions.repeats);
    if (results.dryRun) {
      return new DryRun(models(), spec.commandLine().getOut(), results.json).print(judging);
    }
    RunSpec runSpec = shard.spec(runSpec(data, selection, answers, judges));
    Path out = results.out == null ? folder(runSpec) : results.out;
    store.check();
    try (var watching = watch.open(spec);
        var folder = RunFolder.open(out, runSpec)) {
      var panel = new PanelRun(judging, models().watchedBy(watching), spec.commandLine().getErr());
      var task = new Task(data, questions, answers, judging);
      return store.keep(out, run(task, folder, shard, panel));
    }
  }

  private int run(Task task, RunFolder folder, Shard shard, PanelRun panel)
      throws InterruptedException {
    var ending = panel.run(folder, task.data());
    var replies = QuestionAnswering.answered(folder);
    var result = task.result(replies);
    var document = document(result, task.data(), folder);
    document.set("usage", panel.usage(replies));
    write(result, document, folder);
    if (ending.all()) {
      scores(result, folder.path());
      if (answerOptions.run != null && shard.isWhole()) {
        scores(result, answerOptions.run);
        besideTheRun(document, answerOptions.run, RunSpec.read(folder.file(RunFolder.SPEC)));
      }
    }
    print(result, document);
    int code = Failures.ended(ending, spec.commandLine().getErr());
    return code == ExitCode.OK ? unscored(result) : code;
  }

  private ObjectNode document(PanelResult result, Dataset data, RunFolder folder) {
    var document = JudgeJson.document(result);
    calibrations(document, result.judging().judges(), folder);
    document.put("data_sha256", data.sha256()).put("answers", answerOptions.path().toString());
    document.put("base_url", judgeOptions.address());
    return document.put("folder", folder.path().toString());
  }

  private static void write(PanelResult result, ObjectNode document, RunFolder folder) {
    AtomicFile.writeText(folder.file("report.json"), document.toPrettyString() + "\n");
    AtomicFile.writeText(
        folder.file("verdicts.jsonl"), String.join("\n", JudgeJson.lines(result)) + "\n");
  }

  private void print(PanelResult result, ObjectNode document) {
    if (results.json) {
      spec.commandLine().getOut().println(document.toPrettyString());
    } else {
      new JudgeOutput(spec.commandLine().getOut()).print(result, document);
    }
  }

  private Models models() {
    return new Models(SettingSources.of(spec).environment(), judgeOptions.reached(), paceOptions);
  }

  /** A score without its judge's error rate is half a score: it stands beside, or its lack does. */
  private void calibrations(ObjectNode document, List<Judge> judges, RunFolder folder) {
    for (int i = 0; i < judges.size(); i++) {
      var found =
          CalibrationFile.beside(
              folder.path(),
              judges.get(i).model().id(),
              judges.get(i).rubric().hash(),
              judgeOptions.address());
      ((ObjectNode) document.path("judges").path(i)).set("calibration", found.orElse(null));
    }
  }

  /** In the folder of the verdicts, and beside the answers of a run, where its report looks. */
  private static void scores(PanelResult result, Path folder) {
    for (var one : result.results()) {
      String name =
          "scores-"
              + one.judge().id().replaceAll("[^A-Za-z0-9.-]+", "-").replaceAll("-$", "")
              + ".jsonl";
      AtomicFile.writeText(folder.resolve(name), String.join("\n", JudgeJson.scores(one)) + "\n");
    }
  }

  /** Where the run's report finds how the judges were, and how they agree. */
  private static void besideTheRun(ObjectNode document, Path run, RunSpec settings) {
    Path file = run.resolve(Judgement.FILES + settings.fingerprint().substring(0, 8) + ".json");
    var dated = document.deepCopy().put(Judgement.TIME, Instant.now().toString());
    AtomicFile.writeText(file, dated.toPrettyString() + "\n");
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
      if (judge.model().id().equals(source.onResult().get("model")) && !force) {
        throw new UserError(
            judge.model().id() + " gave these answers and would judge itself",
            "another --judge, or --force");
      }
    }
  }

  private RunSpec runSpec(
      Dataset data,
      Selection selection,
      Map<QuestionId, StoredAnswer> answers,
      List<Judge> judges) {
    var text = new StringBuilder();
    answers.forEach((id, answer) -> text.append(id).append('\t').append(answer).append('\n'));
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    on.put("questions", selection.toString());
    on.put("answers_sha256", Sha256.of(text.toString()));
    judgeOptions.describe(judges, on);
    var typed = spec.commandLine().getParseResult().originalArgs();
    return new RunSpec("judge", typed, on, new TreeMap<>());
  }

  private Path folder(RunSpec runSpec) {
    Path name = answerOptions.path().toAbsolutePath().getFileName();
    return runSpec.folder(name == null ? "answers" : name.toString());
  }

  /** Answers that the judges left without a verdict, counted over all judges. */
  private int unscored(PanelResult result) {
    long all = 0;
    long without = 0;
    for (var judge : result.results()) {
      for (var row : judge.rows()) {
        all += row.answered() ? 1 : 0;
        without += row.answered() && row.score() instanceof Score.Unscored ? 1 : 0;
      }
    }
    return Failures.unscored(
        without,
        all,
        results.maxUnscored,
        "of the answers got no verdict",
        spec.commandLine().getErr());
  }
}
