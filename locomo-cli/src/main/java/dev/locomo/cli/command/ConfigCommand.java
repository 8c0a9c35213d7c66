package dev.locomo.cli.command;

import dev.locomo.cli.verb.SettingSources;
import dev.locomo.core.run.RunSpec;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code config show}: every setting, its value and where the value came from. */
@Command(
    name = "config",
    description = "SettingSources: flag > environment > --config FILE > locomo.properties > default.")
public final class ConfigCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Prints one line a setting: {@code name = value (origin)}. */
  @Command(name = "show", description = "Print each setting's value and where it came from.")
  int show() {
    var root = spec.root();
    var settings = SettingSources.of(spec);
    var options = new TreeMap<String, OptionSpec>();
    collect(root, options);
    var out = root.commandLine().getOut();
    options.forEach((name, option) -> {
      var found = settings.find(name);
      String value =
          found.map(SettingSources.Found::value).map(RunSpec::withoutPassword).orElse(builtIn(option));
      String origin = found.map(SettingSources.Found::origin).orElse("default");
      out.printf("%-18s = %s  (%s)%n", name.substring(2), value, origin);
    });
    return 0;
  }

  private static void collect(CommandSpec command, TreeMap<String, OptionSpec> options) {
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp() && option.longestName().startsWith("--")) {
        options.putIfAbsent(option.longestName(), option);
      }
    }
    command.subcommands().values().forEach(sub -> collect(sub.getCommandSpec(), options));
  }

  private static String builtIn(OptionSpec option) {
    String value = option.defaultValueString();
    return value == null || value.isEmpty() || value.equals("null") ? "-" : value;
  }
}
