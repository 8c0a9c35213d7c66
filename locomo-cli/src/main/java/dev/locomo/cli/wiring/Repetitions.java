package dev.locomo.cli.wiring;

import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a command unless one of its options was typed more than once; options of several values may
 * be.
 *
 * <p>The parser sees to that itself, but not for options in groups: there, an option given twice
 * begins a second group and silently resets all others of the first.
 */
public final class Repetitions implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parsed) {
    if (!helpIsWanted(parsed)) {
      refuse(parsed.asCommandLineList().getLast().getCommandSpec());
    }
    return new RunLast().execute(parsed);
  }

  private static boolean helpIsWanted(ParseResult parsed) {
    return parsed.asCommandLineList().stream()
        .map(command -> command.getParseResult())
        .anyMatch(p -> p.isUsageHelpRequested() || p.isVersionHelpRequested());
  }

  /**
   * Refuses them; every verb is looked at before it runs.
   *
   * @throws ParameterException naming the option
   */
  public static void refuse(CommandSpec command) {
    List<String> words = command.root().commandLine().getParseResult().expandedArgs();
    int end = words.indexOf("--");
    var seen = new HashSet<OptionSpec>();
    for (String word : words.subList(0, end < 0 ? words.size() : end)) {
      String name = word.replaceFirst("(?s)=.*", "");
      OptionSpec option = name.startsWith("-") ? command.findOption(name) : null;
      if (option != null && !option.isMultiValue() && !seen.add(option)) {
        throw new ParameterException(
            command.commandLine(), "the option " + name + " is given twice");
      }
    }
  }
}
