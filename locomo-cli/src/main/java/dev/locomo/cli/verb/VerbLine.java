package dev.locomo.cli.verb;

import dev.locomo.cli.verb.Verb.Argument;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * Verbs as a command line of picocli's. Options are parsed flat; the groups of a verb are sections
 * of its help alone.
 */
public final class VerbLine {
  private final Verb root;
  private final List<Setting<?>> everywhere;
  private final Map<String, String> exitCodes;
  private final IVersionProvider version;

  /**
   * Of all verbs.
   *
   * @param root the program
   * @param everywhere settings that every verb takes
   * @param exitCodes what they mean, by number, where a verb has none of its own
   * @param version prints it
   */
  public VerbLine(
      Verb root,
      List<Setting<?>> everywhere,
      Map<String, String> exitCodes,
      IVersionProvider version) {
    this.root = root;
    this.everywhere = everywhere;
    this.exitCodes = exitCodes;
    this.version = version;
  }

  /**
   * The command line. Only the verbs that are typed are built, for the help needs two lines of the
   * others.
   *
   * @param typed the arguments; a word that is the name of a verb may be that verb
   * @param all whether to build every verb nevertheless
   */
  public CommandLine of(List<String> typed, boolean all) {
    var line = new CommandLine(spec(root, ""));
    below(line, root, "", word -> all || typed.contains(word));
    // Refused below, with our own words, and not where help is asked for.
    return line.setOverwrittenOptionsAllowed(true);
  }

  private void below(CommandLine line, Verb verb, String above, Predicate<String> wanted) {
    verb.verbs()
        .forEach((name, declaration) -> {
          Verb sub = declaration.get();
          boolean built = wanted.test(name);
          var child = new CommandLine(built ? spec(sub, above + name) : described(sub));
          if (built) {
            below(child, sub, above + name + " ", wanted);
          }
          line.addSubcommand(name, child);
        });
  }

  private static CommandSpec described(Verb verb) {
    var spec = CommandSpec.create();
    spec.usageMessage().description(verb.help().toArray(String[]::new));
    return spec;
  }

  private CommandSpec spec(Verb verb, String name) {
    var options = new LinkedHashMap<Setting<?>, OptionSpec>();
    var holder = new CommandSpec[1];
    Callable<Integer> run = () -> run(holder[0], verb, name, options);
    var spec = CommandSpec.wrapWithoutInspection(run).name(verb.name());
    holder[0] = spec;
    verb.allSettings().forEach(setting -> options.put(setting, option(setting)));
    options.values().forEach(spec::addOption);
    if (verb == root) {
      everywhere.forEach(setting ->
          spec.addOption(option(setting).toBuilder().scopeType(ScopeType.INHERIT).build()));
      spec.mixinStandardHelpOptions(true).versionProvider(version).scopeType(ScopeType.INHERIT);
    }
    int index = 0;
    for (Argument argument : verb.arguments()) {
      spec.addPositional(positional(argument, index++));
    }
    usage(spec.usageMessage(), verb, options);
    return spec;
  }

  private static OptionSpec option(Setting<?> setting) {
    var option =
        OptionSpec.builder(setting.option())
            .description(setting.help().toArray(String[]::new))
            .defaultValue(setting.byDefault())
            .required(setting.required());
    if (setting.type() == Boolean.class) {
      return option.type(boolean.class).initialValue(false).build();
    }
    option.paramLabel(setting.label()).splitRegex(setting.separator());
    return setting.many()
        ? option.type(List.class).auxiliaryTypes(setting.type()).arity("1").build()
        : option.type(setting.type()).build();
  }

  private static PositionalParamSpec positional(Argument argument, int index) {
    boolean one = argument.most() == 1;
    String most = argument.most() == Integer.MAX_VALUE ? "*" : Integer.toString(argument.most());
    var spec =
        PositionalParamSpec.builder()
            .index(one ? Integer.toString(index) : index + "..*")
            .arity(one && argument.least() == 1 ? "1" : argument.least() + ".." + most)
            .paramLabel(argument.label())
            .required(argument.least() > 0)
            .hideParamSyntax(argument.label().startsWith("["))
            .description(argument.help())
            .defaultValue(argument.byDefault());
    Class<?> type = argument.path() ? Path.class : String.class;
    return one ? spec.type(type).build() : spec.type(List.class).auxiliaryTypes(type).build();
  }

  private void usage(UsageMessageSpec usage, Verb verb, Map<Setting<?>, OptionSpec> options) {
    usage.description(verb.help().toArray(String[]::new)).sortOptions(verb.sorted());
    usage.exitCodeListHeading("%nExit codes:%n");
    usage.exitCodeList(verb.exitCodes().isEmpty() ? exitCodes : verb.exitCodes());
    if (!verb.groups().isEmpty()) {
      usage
          .sectionMap()
          .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> optionList(help, verb, options));
    }
  }

  private static String optionList(Help help, Verb verb, Map<Setting<?>, OptionSpec> options) {
    var grouped = new ArrayList<OptionSpec>();
    var sections = new StringBuilder();
    for (SettingGroup group : verb.groups()) {
      var members = group.settings().stream().map(options::get).toList();
      grouped.addAll(members);
      String heading = group.heading().isEmpty() ? "" : "%n" + group.heading() + ":%n";
      sections.append(help.createHeading(heading)).append(help.optionListExcludingGroups(members));
    }
    var rest = new ArrayList<>(help.commandSpec().options());
    rest.removeAll(grouped);
    return help.optionListExcludingGroups(rest) + sections;
  }

  private int run(CommandSpec spec, Verb verb, String name, Map<Setting<?>, OptionSpec> options)
      throws InterruptedException {
    var line = spec.commandLine();
    Verb.Action action = verb.action();
    if (action == null) {
      throw new ParameterException(line, verb.missing());
    }
    for (OptionSpec option : spec.options()) {
      if (!option.isMultiValue() && option.originalStringValues().size() > 1) {
        throw new ParameterException(
            line, "the option " + option.longestName() + " is given twice");
      }
    }
    var values = new IdentityHashMap<Setting<?>, Object>();
    options.forEach((setting, option) -> {
      if (option.getValue() != null) {
        values.put(setting, option.getValue());
      }
    });
    var sources = (SettingSources) spec.root().defaultValueProvider();
    return action.run(
        new Invocation(
            name,
            Settings.of(values),
            arguments(spec),
            line.getParseResult().originalArgs(),
            new Invocation.Program(line.getOut(), line.getErr(), sources, this)));
  }

  private static List<String> arguments(CommandSpec spec) {
    var all = new ArrayList<String>();
    for (PositionalParamSpec positional : spec.positionalParameters()) {
      Object value = positional.getValue();
      if (value instanceof List<?> several) {
        several.forEach(one -> all.add(String.valueOf(one)));
      } else if (value != null) {
        all.add(value.toString());
      }
    }
    return all;
  }

  /** All verbs, each after the one above it, by the words that name it. */
  public Map<String, Verb> all() {
    var all = new LinkedHashMap<String, Verb>();
    collect(root, "", all);
    return all;
  }

  private static void collect(Verb verb, String above, Map<String, Verb> into) {
    verb.verbs()
        .forEach((name, declaration) -> {
          Verb sub = declaration.get();
          into.put(above + name, sub);
          collect(sub, above + name + " ", into);
        });
  }

  /** The names of all settings of all verbs. */
  public Set<String> settingNames() {
    var names = new HashSet<String>();
    everywhere.forEach(setting -> names.add(setting.name()));
    all().values().forEach(verb -> verb.allSettings().forEach(s -> names.add(s.name())));
    return names;
  }

  /** Settings that every verb takes. */
  public List<Setting<?>> everywhere() {
    return everywhere;
  }
}
