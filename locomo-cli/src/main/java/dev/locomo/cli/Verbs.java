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
import dev.locomo.cli.command.RunsCommand;
import dev.locomo.cli.command.ScoreCommand;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The verbs, in the order of the help. Looking through the options of them all takes longer than
 * most calls do, so only those that are typed are built; of the others the help needs two lines.
 */
final class Verbs {
  private static final List<Class<?>> ALL =
      List.of(
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
          RunsCommand.class,
          ReproduceCommand.class,
          ConfigCommand.class,
          GenerateCompletion.class);

  /** Those that look at the others or call them. */
  private static final Set<Class<?>> KNOW_ALL =
      Set.of(ConfigCommand.class, GenerateCompletion.class);

  private Verbs() {}

  /**
   * The command line with its verbs.
   *
   * @param typed the arguments; a word that is the name of a verb may be that verb
   */
  static CommandLine commandLine(List<String> typed) {
    var line = new CommandLine(new Locomo());
    boolean all = KNOW_ALL.stream().anyMatch(verb -> typed.contains(name(verb)));
    for (Class<?> verb : ALL) {
      line.addSubcommand(
          name(verb), all || typed.contains(name(verb)) ? new CommandLine(verb) : named(verb));
    }
    return line;
  }

  private static String name(Class<?> verb) {
    return verb.getAnnotation(Command.class).name();
  }

  private static CommandLine named(Class<?> verb) {
    var spec = CommandSpec.create();
    spec.usageMessage().description(verb.getAnnotation(Command.class).description());
    return new CommandLine(spec);
  }
}
