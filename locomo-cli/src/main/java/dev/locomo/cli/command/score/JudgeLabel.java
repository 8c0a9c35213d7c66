package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.AtomicFile;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.text.Printable;
import dev.locomo.eval.judge.label.HumanLabels;
import dev.locomo.eval.judge.label.LabelSample;
import dev.locomo.eval.judge.label.LabelSample.Answered;
import dev.locomo.eval.report.StoredRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code judge label}: people's labels of a run's answers, against which judges are held. */
final class JudgeLabel {
  private static final Setting<Path> RUN = Setting.path("judge-label.run", "DIR").needed();
  private static final Setting<Path> DATA_FILE = Setting.path("judge-label.data-file", "FILE");
  private static final Setting<Integer> COUNT =
      Setting.integer("judge-label.count", "N").byDefault("100");
  private static final Setting<Long> SEED = Setting.seed("judge-label.seed");
  private static final Setting<Path> OUT = Setting.path("judge-label.out", "FILE").needed();

  private JudgeLabel() {}

  static Verb verb() {
    return Verb.named("label")
        .verb("draw", JudgeLabel::drawing)
        .verb("import", JudgeLabel::importing);
  }

  private static Verb drawing() {
    return Verb.named("draw")
        .takes(RUN)
        .with(RUN, DATA_FILE, COUNT, SEED, OUT, RunOptions.JSON)
        .does(JudgeLabel::draw);
  }

  private static Verb importing() {
    return Verb.named("import")
        .arguments("FILE", "The sheet that was filled in: CSV or JSON lines.", 1, 1)
        .ofPaths()
        .with(RUN, DATA_FILE, RunOptions.JSON)
        .does(JudgeLabel::keep);
  }

  private static List<Answered> answers(Invocation call) {
    return StoredRun.read(call.get(RUN), call.settings().orNull(DATA_FILE)).answered();
  }

  private static int draw(Invocation call) {
    Path out = call.get(OUT);
    boolean csv = out.toString().endsWith(".csv");
    if (!csv && !out.toString().endsWith(".jsonl")) {
      throw new UserError("--out is " + out, "a name that ends with .csv or .jsonl");
    }
    var sample = LabelSample.draw(answers(call), call.get(COUNT), call.get(SEED));
    AtomicFile.writeText(out, csv ? sample.csv() : sample.lines());
    int drawn = sample.drawn().size();
    call.done(
        Printable.counted(drawn, "answer") + " to be labelled right or wrong in " + out,
        Map.of("file", out.toString(), "answers", drawn));
    return ExitCode.OK;
  }

  private static int keep(Invocation call) {
    Path file = Path.of(call.arguments().getFirst());
    var labels = HumanLabels.read(file);
    var known = answers(call).stream().map(a -> a.question().id()).toList();
    for (var id : labels.byQuestion().keySet()) {
      if (!known.contains(id)) {
        throw new DataError(
            file.toString(), id.toString(), "is labelled, and the run has no usable answer to it");
      }
    }
    Path folder = call.get(RUN);
    var all = HumanLabels.of(folder).with(labels);
    all.write(folder);
    String read = Printable.counted(labels.byQuestion().size(), "labelled answer");
    int labelled = all.byQuestion().size();
    call.done(
        "%s read, %d in %s".formatted(read, labelled, folder.resolve(HumanLabels.FILE)),
        Map.of("read", labels.byQuestion().size(), "labelled", labelled));
    return ExitCode.OK;
  }
}
