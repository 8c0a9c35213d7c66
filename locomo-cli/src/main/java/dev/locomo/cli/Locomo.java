package dev.locomo.cli;

import dev.locomo.cli.command.AnnotateCommand;
import dev.locomo.cli.command.CaptionCommand;
import dev.locomo.cli.command.CheckClaimsCommand;
import dev.locomo.cli.command.CompareCommand;
import dev.locomo.cli.command.ConfigCommand;
import dev.locomo.cli.command.DataCommand;
import dev.locomo.cli.command.EmbedCommand;
import dev.locomo.cli.command.EvalDialogCommand;
import dev.locomo.cli.command.EvalEventsCommand;
import dev.locomo.cli.command.EvalQaCommand;
import dev.locomo.cli.command.EvalRetrievalCommand;
import dev.locomo.cli.command.GenerateCommand;
import dev.locomo.cli.command.JudgeCommand;
import dev.locomo.cli.command.MergeCommand;
import dev.locomo.cli.command.ModelsCommand;
import dev.locomo.cli.command.ProtocolCommand;
import dev.locomo.cli.command.ReportCommand;
import dev.locomo.cli.command.ReproduceCommand;
import dev.locomo.cli.command.ScoreCommand;
import dev.locomo.cli.wiring.Version;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: lists the verbs and holds the options that every verb has. */
@Command(
    name = "locomo",
    description =
        "Measures how well a model, a retriever or a memory system remembers a very long conversation.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      EvalQaCommand.class,
      EvalRetrievalCommand.class,
      EvalEventsCommand.class,
      EvalDialogCommand.class,
      ScoreCommand.class,
      EmbedCommand.class,
      AnnotateCommand.class,
      CaptionCommand.class,
      JudgeCommand.class,
      GenerateCommand.class,
      DataCommand.class,
      CheckClaimsCommand.class,
      ProtocolCommand.class,
      ModelsCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      MergeCommand.class,
      ReproduceCommand.class,
      ConfigCommand.class,
      AutoComplete.GenerateCompletion.class
    },
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
public final class Locomo implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "Properties file with settings, one per option: data-file=... (default: locomo.properties).")
  private String config = "";

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure.")
  private boolean debug;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing a verb");
  }
}
