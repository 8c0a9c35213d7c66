package dev.locomo.cli.command.score;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.compare.ComparedRuns;
import dev.locomo.eval.compare.ComparisonJson;
import dev.locomo.eval.report.text.ComparisonTable;
import dev.locomo.eval.report.text.ComparisonText;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code compare}: runs side by side, each against the first. */
public final class Compare {
  private static final Setting<String> METRIC = Setting.text("compare.metric", "NAME");
  private static final Setting<Path> DATA_FILE = Setting.path("compare.data-file", "FILE");
  private static final Setting<Integer> QUESTIONS =
      Setting.integer("compare.questions", "N").byDefault("20");
  private static final Setting<Double> EQUIVALENCE =
      Setting.number("compare.equivalence", "POINTS");
  private static final Setting<Boolean> CHECK = Setting.flag("compare.check");
  private static final Setting<Format> FORMAT =
      Setting.choice("compare.format", "FORMAT", Format.class).byDefault("table");

  private enum Format {
    table,
    json,
    md,
    latex
  }

  private final Invocation call;
  private final List<Path> paths;
  private final @Nullable String metric;

  // Without a default: a run folder knows its own data set.
  private final @Nullable Path dataFile;
  private final int questions;
  private final @Nullable Double equivalence;
  private final boolean check;
  private final Format format;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("compare")
        .arguments(
            "RUN_OR_SCORES",
            "Run folders, files of score --per-question, or answers with --data-file; the first is"
                + " the baseline.",
            2,
            Integer.MAX_VALUE)
        .ofPaths()
        .with(METRIC, DATA_FILE, QUESTIONS, EQUIVALENCE, CHECK, RunOptions.JSON, FORMAT)
        .does(call -> new Compare(call).run());
  }

  private Compare(Invocation call) {
    this.call = call;
    metric = call.settings().orNull(METRIC);
    dataFile = call.settings().orNull(DATA_FILE);
    questions = call.settings().get(QUESTIONS);
    equivalence = call.settings().orNull(EQUIVALENCE);
    check = call.settings().is(CHECK);
    format = call.settings().is(RunOptions.JSON) ? Format.json : call.settings().get(FORMAT);
    paths = call.arguments().stream().map(Path::of).toList();
  }

  private int run() {
    if (questions < 0) {
      throw new UserError("--questions is " + questions + ", must be at least 0", "");
    }
    if (equivalence != null && !(equivalence > 0 && equivalence < 100)) {
      throw new UserError(
          "--equivalence is " + equivalence + ", must be above 0 and below 100", "");
    }
    Double bound = equivalence == null ? null : Double.valueOf(equivalence / 100);
    var comparison = new ComparedRuns(dataFile, metric, bound).compare(paths);
    var out = call.out();
    boolean all = !comparison.ofQuestions() && metric == null;
    switch (format) {
      case json -> out.println(ComparisonJson.document(comparison).toPrettyString());
      case md -> out.print(new ComparisonTable(comparison).markdown());
      case latex -> out.print(new ComparisonTable(comparison).latex());
      case table -> ComparisonText.print(out, comparison, all ? 0 : questions);
    }
    return checked(comparison.anyWorse());
  }

  private Integer checked(boolean worse) {
    if (check && worse) {
      call.err().println("a run is significantly worse than the baseline");
      return ExitCode.DID_NOT_HOLD;
    }
    return ExitCode.OK;
  }
}
