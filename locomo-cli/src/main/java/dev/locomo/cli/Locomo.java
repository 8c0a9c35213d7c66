package dev.locomo.cli;

import dev.locomo.cli.wiring.CommandLines;
import dev.locomo.cli.wiring.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: holds the options that every verb has. */
@Command(
    name = "locomo",
    description =
        "Measures how well a model, a retriever or a memory system remembers a very long"
            + " conversation.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:finished, but what was asked did not hold",
      "2:wrong use or wrong setting",
      "3:bad data",
      "4:the provider failed for good",
      "70:a bug in locomo",
      "130:interrupted; the run can be resumed"
    })
public final class Locomo implements Runnable, CommandLines {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Properties file with settings, one per option: data-file=... (default:"
              + " locomo.properties).")
  private String config = "";

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  // What is logged is settled before the command line is understood (LogSettings); these are here
  // for the help and so that no verb takes them for unknown.
  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      description = "Write events, not lines for people, to stderr.")
  private @Nullable String logFormat;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      scope = ScopeType.INHERIT,
      description = "The least that is logged: error, warn, info, debug or trace.")
  private @Nullable String logLevel;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Write events to this file too, after what is in it.")
  private @Nullable String logFile;

  @Override
  public CommandLine commandLine(List<String> typed) {
    return Verbs.commandLine(typed);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a verb");
  }
}
