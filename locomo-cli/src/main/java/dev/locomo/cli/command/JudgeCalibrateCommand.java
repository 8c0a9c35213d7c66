package dev.locomo.cli.command;

import dev.locomo.cli.output.CalibrationOutput;
import dev.locomo.cli.output.Failures;
import dev.locomo.cli.wiring.DataOptions;
import dev.locomo.cli.wiring.JudgeOptions;
import dev.locomo.cli.wiring.Models;
import dev.locomo.cli.wiring.PaceOptions;
import dev.locomo.cli.wiring.Remote;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.wiring.WatchOptions;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.eval.judge.Judge;
import dev.locomo.eval.judge.JudgeJson;
import dev.locomo.eval.judge.Judged;
import dev.locomo.eval.judge.Judging;
import dev.locomo.eval.judge.PanelResult;
import dev.locomo.eval.judge.calibrate.Bank;
import dev.locomo.eval.judge.calibrate.CalibrationFile;
import dev.locomo.eval.task.QuestionAnswering;
import java.nio.file.Path;
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

/** {@code judge calibrate}: measures judges with answers whose verdict is known. */
@Command(
    name = "calibrate",
    sortOptions = false,
    description =
        "Measure how often judges are wrong, with known right and known wrong answers made from"
            + " the data set by rules. The same command resumes.")
final class JudgeCalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(validate = false, heading = "%nThe questions:%n", order = 1)
  private DataOptions dataOptions = new DataOptions();

  @ArgGroup(validate = false, heading = "%nWho judges:%n", order = 2)
  private JudgeOptions judgeOptions = new JudgeOptions();

  @Option(
      names = "--per-kind",
      paramLabel = "N",
      order = 3,
      defaultValue = "20",
      description = "Answers of each kind in each category, at most (default: ${DEFAULT-VALUE}).")
  private int perKind;

  @Option(
      names = "--seed",
      paramLabel = "N",
      order = 4,
      defaultValue = "0",
      description = "Chooses the questions (default: ${DEFAULT-VALUE}).")
  private long seed;

  @ArgGroup(validate = false, heading = "%nCache, pace and cost:%n", order = 5)
  private PaceOptions paceOptions = new PaceOptions();

  @ArgGroup(validate = false, heading = "%nWatching:%n", order = 9)
  private WatchOptions watch = new WatchOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      order = 6,
      description = "Folder of the verdicts (default: one in runs/ named by the settings).")
  private @Nullable Path out;

  @Option(
      names = "--dry-run",
      order = 7,
      description = "Print calls, tokens and cost; send nothing.")
  private boolean dryRun;

  @Option(names = "--json", order = 8, description = "Print one JSON document instead of tables.")
  private boolean json;

  @Mixin private StoreOption store = new StoreOption();

  @Override
  public Integer call() throws InterruptedException {
    paceOptions.check();
    if (perKind < 1) {
      throw new UserError("--per-kind is " + perKind + ", must be at least 1", "");
    }
    Dataset data = DatasetReader.read(Remote.file(spec, dataOptions.file));
    List<Judge> judges = judgeOptions.judges(data);
    List<Judged> bank = new Bank(perKind, seed).of(data, dataOptions.selection().of(data));
    if (bank.isEmpty()) {
      throw new UserError(
          "no known answer can be made from the selected questions", "more of them");
    }
    var judging = new Judging(bank, judges, judgeOptions.repeats);
    if (dryRun) {
      return new DryRun(models(), spec.commandLine().getOut(), json).print(judging);
    }
    RunSpec runSpec = runSpec(data, judges);
    Path folder =
        out == null ? Path.of("runs", "calibrate-" + runSpec.fingerprint().substring(0, 8)) : out;
    store.check();
    try (var watching = watch.open(spec);
        var opened = RunFolder.open(folder, runSpec)) {
      var panel = new PanelRun(judging, models().watchedBy(watching), spec.commandLine().getErr());
      return store.keep(folder, run(panel, opened, data));
    }
  }

  private int run(PanelRun panel, RunFolder folder, Dataset data) throws InterruptedException {
    var ending = panel.run(folder, data);
    var replies = QuestionAnswering.answered(folder);
    var result = PanelResult.of(List.of(), Map.of(), panel.judging(), replies);
    var document = CalibrationFile.document(result);
    document.put("data_sha256", data.sha256()).put("base_url", judgeOptions.address());
    document.put("seed", seed).put("per_kind", perKind);
    document.put("folder", folder.path().toString()).set("usage", panel.usage(replies));
    if (ending.all()) {
      AtomicFile.writeText(folder.file(CalibrationFile.NAME), document.toPrettyString() + "\n");
      AtomicFile.writeText(
          folder.file("verdicts.jsonl"), String.join("\n", JudgeJson.lines(result)) + "\n");
    }
    if (json) {
      spec.commandLine().getOut().println(document.toPrettyString());
    } else {
      new CalibrationOutput(spec.commandLine().getOut()).print(result, document);
    }
    return Failures.ended(ending, spec.commandLine().getErr());
  }

  private Models models() {
    return new Models(SettingSources.of(spec).environment(), judgeOptions.reached(), paceOptions);
  }

  private RunSpec runSpec(Dataset data, List<Judge> judges) {
    var on = new TreeMap<String, String>();
    on.put("data_sha256", data.sha256());
    on.put("questions", dataOptions.selection().toString());
    on.put("bank", "rules-1");
    on.put("per_kind", Integer.toString(perKind));
    on.put("seed", Long.toString(seed));
    judgeOptions.describe(judges, on);
    var typed = spec.commandLine().getParseResult().originalArgs();
    return new RunSpec("judge calibrate", typed, on, new TreeMap<>());
  }
}
