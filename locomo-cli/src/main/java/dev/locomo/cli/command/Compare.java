package dev.locomo.cli.command;

import dev.locomo.cli.output.ComparisonText;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.output.UnitComparisonText;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.eval.compare.Comparison;
import dev.locomo.eval.compare.ComparisonJson;
import dev.locomo.eval.compare.ContestantReader;
import dev.locomo.eval.compare.UnitComparison;
import dev.locomo.eval.compare.UnitComparisonJson;
import dev.locomo.eval.compare.UnitScores;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code compare}: runs side by side, each against the first. */
public final class Compare {
  private static final Setting<String> METRIC =
      Setting.text(
          "metric",
          "NAME",
          "What is compared (default: token-f1; of eval-dialog and eval-events every metric).");
  private static final Setting<Path> DATA_FILE =
      Setting.path("data-file", "FILE", "The data set (default: that of the run folders).");
  private static final Setting<Integer> QUESTIONS =
      Setting.integer(
              "questions",
              "N",
              "How many of the questions that differ are shown; of turns and summaries with"
                  + " --metric (default: ${DEFAULT-VALUE}).")
          .byDefault("20");
  private static final Setting<Boolean> CHECK =
      Setting.flag("check", "Exit with 1 when a run is significantly worse than the first.");
  private static final Setting<Boolean> JSON =
      Setting.flag("json", "Print one JSON document instead of tables.");

  private final Invocation call;
  private final List<Path> paths;
  private final @Nullable String metric;

  // Without a default: a run folder knows its own data set.
  private final @Nullable Path dataFile;
  private final int questions;
  private final boolean check;
  private final boolean json;

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named(
            "compare",
            "Runs side by side: settings, scores with paired tests, questions that differ.")
        .arguments(
            "RUN_OR_SCORES",
            "Run folders, files of score --per-question, or answers with --data-file; the first is"
                + " the baseline.",
            2,
            Integer.MAX_VALUE)
        .with(METRIC, DATA_FILE, QUESTIONS, CHECK, JSON)
        .does(call -> new Compare(call).run());
  }

  private Compare(Invocation call) {
    this.call = call;
    metric = call.settings().orNull(METRIC);
    dataFile = call.settings().orNull(DATA_FILE);
    questions = call.settings().get(QUESTIONS);
    check = call.settings().is(CHECK);
    json = call.settings().is(JSON);
    paths = call.arguments().stream().map(Path::of).toList();
  }

  private int run() {
    if (questions < 0) {
      throw new UserError("--questions is " + questions + ", must be at least 0", "");
    }
    if (paths.stream().anyMatch(UnitScores::is)) {
      return units();
    }
    var reader = new ContestantReader(dataFile, metric == null ? "token-f1" : metric);
    var comparison = Comparison.of(paths.stream().map(reader::read).toList());
    var out = call.out();
    if (json) {
      out.println(ComparisonJson.document(comparison).toPrettyString());
    } else {
      ComparisonText.print(out, comparison, questions);
    }
    return checked(comparison.anyWorse());
  }

  private Integer units() {
    if (dataFile != null) {
      throw new UserError("--data-file is for answers to questions", "leave it out");
    }
    for (Path path : paths) {
      if (!UnitScores.is(path)) {
        throw new UserError(
            path + " is no run of eval-dialog or eval-events, as another is", "runs of one verb");
      }
    }
    var comparison = UnitComparison.of(paths.stream().map(UnitScores::read).toList(), metric);
    var out = call.out();
    if (json) {
      out.println(UnitComparisonJson.document(comparison).toPrettyString());
    } else {
      UnitComparisonText.print(out, comparison, metric == null ? 0 : questions);
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
