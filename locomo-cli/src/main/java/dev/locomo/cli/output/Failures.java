package dev.locomo.cli.output;

import dev.locomo.cli.log.Notices;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.VerbLine;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.Nearest;
import dev.locomo.core.error.UserError;
import dev.locomo.core.llm.ProviderError;
import dev.locomo.core.llm.http.Stop;
import dev.locomo.core.pipeline.Ending;
import dev.locomo.core.pipeline.Reasons;
import dev.locomo.core.pipeline.Reasons.Counted;
import dev.locomo.core.text.Printable;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Failures as one clear line and an exit code; a stack trace only with {@code --debug}.
 *
 * @param err where complaints go
 * @param debug whether to show stack traces
 */
public record Failures(PrintWriter err, boolean debug) {
  private static final int MOST_REASONS = 6;

  /** Whether {@code --debug} was typed; known before the arguments are parsed. */
  public static boolean debugWanted(String... args) {
    return Arrays.asList(args).contains("--debug");
  }

  /** A failure of a command that was understood. */
  public int report(Throwable e) {
    Notices.failure(err, text(e), e, debug);
    err.flush();
    return switch (e) {
      case UserError _, ParameterException _, InvalidPathException _ -> ExitCode.USAGE;
      case DataError _ -> ExitCode.DATA;
      case ProviderError _ -> ExitCode.PROVIDER;
      case InterruptedException _, Stop.Stopped _ -> ExitCode.INTERRUPTED;
      default -> ExitCode.BUG;
    };
  }

  private static String text(Throwable e) {
    return switch (e) {
      case UserError u -> {
        String remedy = u.remedy().isEmpty() ? "" : "\n  try: " + line(u.remedy());
        yield "error: "
            + String.valueOf(u.getMessage())
                .lines()
                .map(Failures::line)
                .collect(Collectors.joining("\n"))
            + remedy;
      }
      case InvalidPathException p -> "error: no name of a file: " + line(p);
      case ParameterException _, DataError _, ProviderError _ -> "error: " + line(e);
      case InterruptedException _, Stop.Stopped _ ->
          "interrupted; the same command continues from here";
      // Of the virtual machine: memory, the stack, a class that is missing.
      case Error _ -> "internal error: " + line(e.toString()) + "; --debug shows where";
      default ->
          "internal error: "
              + line(e.toString())
              + "\n  This is a bug in locomo; --debug shows where.";
    };
  }

  /** What it says, for messages quote files, models and servers. */
  private static String line(Throwable e) {
    return line(String.valueOf(e.getMessage()));
  }

  private static String line(String text) {
    return Printable.brief(Printable.line(text));
  }

  /**
   * Why pieces of a run have no result, and why it ended before its end, if it did; {@link
   * ExitCode#OK} when it did not.
   */
  public static int ended(Ending ending, Reasons reasons, PrintWriter err) {
    ProviderError error = ending.provider();
    reasons(reasons.except(error == null ? "" : error.reason()), err);
    if (error != null) {
      boolean limit = error.kind() == ProviderError.Kind.COST_LIMIT;
      err.println((limit ? "stopped at the cost limit: " : "error: ") + line(error));
      err.println("  the same command resumes the run");
      return limit ? ExitCode.DID_NOT_HOLD : ExitCode.PROVIDER;
    }
    if (!ending.all()) {
      err.println("interrupted; the same command resumes the run");
      return ExitCode.INTERRUPTED;
    }
    return ExitCode.OK;
  }

  /** The most frequent reasons, a line each. */
  public static void reasons(List<Counted> reasons, PrintWriter err) {
    for (Counted one : reasons.subList(0, Math.min(reasons.size(), MOST_REASONS))) {
      err.println(Printable.counted(one.times(), "time") + ": " + line(one.reason()));
    }
    if (reasons.size() > MOST_REASONS) {
      err.println("and " + (reasons.size() - MOST_REASONS) + " more, in the run's folder");
    }
  }

  /**
   * Whether too much of a finished run has no result.
   *
   * @param percent how many have none
   * @param most percent that may have none
   * @param what is said of them, for example {@code of the turns have no result}
   * @return an {@link ExitCode}
   */
  public static int unscored(double percent, double most, String what, PrintWriter err) {
    if (percent <= most) {
      return ExitCode.OK;
    }
    err.printf(Locale.ROOT, "%.1f %% %s, more than --max-unscored %s%n", percent, what, most);
    return ExitCode.DID_NOT_HOLD;
  }

  /** A command line that was not understood; names where a bad value that was not typed is from. */
  public int usage(ParameterException e, SettingSources settings, VerbLine verbs) {
    String origin = "";
    if (e.getArgSpec() instanceof CommandLine.Model.OptionSpec option) {
      origin =
          settings
              .find(option)
              .filter(found -> found.value().equals(e.getValue()))
              .map(found -> " (from " + found.origin() + ")")
              .orElse("");
    }
    var spec = e.getCommandLine().getCommandSpec();
    // The library names types of Java, and says at length what is missing.
    String message =
        Objects.requireNonNullElse(e.getMessage(), "wrong use")
            .replaceFirst("to (class|interface) [\\w.$]+ \\([\\w.$]+: ", "(")
            .replaceFirst("^Missing required parameters?: '([^']+)'", "missing $1")
            .replaceFirst("^positional parameter [^(]+\\((\\w+)\\) requires", "$1:")
            .replaceFirst("values, but (only )?(\\w+) were specified.*", "are needed, found $2");
    String remedy = e.getCause() instanceof UserError u ? u.remedy() : "";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      boolean option = word.startsWith("-");
      message = "unknown " + (option ? "option '" : "verb or argument '") + word + "'";
      var known = option ? spec.optionsMap().keySet() : verbs.below(spec.qualifiedName());
      remedy = Nearest.of(word.replaceFirst("=.*", ""), known, "");
    }
    err.println("error: " + line(message.lines().findFirst().orElse("")) + origin);
    err.println("  try: " + (remedy.isEmpty() ? spec.qualifiedName() + " --help" : line(remedy)));
    if (debug) {
      e.printStackTrace(err);
    }
    return ExitCode.USAGE;
  }
}
