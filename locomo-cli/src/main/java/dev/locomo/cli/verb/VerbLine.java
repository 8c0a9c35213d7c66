package dev.locomo.cli.verb;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.HelpText;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.core.settings.VerbPage;
import dev.locomo.core.settings.VerbPage.Argument;
import dev.locomo.core.text.Printable;
import dev.locomo.rag.options.ComputeOptions;
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
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * Verbs as a command line of picocli's, which parses it; what a value means is said by its setting,
 * and the help is made from the verb's page.
 */
public final class VerbLine {
  /** Asks for all of a verb's help, and is parsed as {@code --help}. */
  public static final String HELP_ALL = "--help-all";

  private final Verb root;
  private final List<Setting<?>> everywhere;
  private final Map<String, String> exitCodes;
  private final IVersionProvider version;

  /**
   * Of all verbs.
   *
   * @param root the program
   * @param everywhere settings that every verb takes
   * @param exitCodes what they mean, by number
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
   * The command line. Only the verbs that are typed are built.
   *
   * @param typed the arguments; a word that is the name of a verb may be that verb
   * @param all whether to build every verb nevertheless
   */
  public CommandLine of(List<String> typed, boolean all) {
    // Refused below, with our own words, and not where help is asked for.
    return line(root, "", word -> all || typed.contains(word)).setOverwrittenOptionsAllowed(true);
  }

  private CommandLine line(Verb verb, String path, Predicate<String> wanted) {
    var line = new CommandLine(spec(verb, path, wanted.test(HELP_ALL)));
    for (var sub : verb.verbs().entrySet()) {
      if (wanted.test(sub.getKey())) {
        String below = (path + " " + sub.getKey()).strip();
        line.addSubcommand(sub.getKey(), line(sub.getValue().get(), below, wanted));
      }
    }
    return line;
  }

  /** The names of the verbs below {@code locomo} or {@code locomo runs}. */
  public Set<String> below(String name) {
    var path = name.substring(Math.min(name.length(), root.name().length() + 1));
    return all().getOrDefault(path, root).verbs().keySet();
  }

  private CommandSpec spec(Verb verb, String path, boolean full) {
    var options = new LinkedHashMap<Setting<?>, OptionSpec>();
    var holder = new CommandSpec[1];
    Callable<Integer> run = () -> run(holder[0], verb, path, options);
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
    spec.usageMessage().sectionKeys(List.of("page"));
    spec.usageMessage().sectionMap().put("page", help -> text(help, page(verb, path), full));
    return spec;
  }

  private static String text(Help help, VerbPage page, boolean full) {
    var text =
        new HelpText(
            page, words -> help.colorScheme().ansi().string("@|bold " + words + "|@").toString());
    return full || page.path().isEmpty() ? text.full() : text.brief();
  }

  private static OptionSpec option(Setting<?> setting) {
    var names = setting.names().stream().map(name -> "--" + name).toArray(String[]::new);
    var option = OptionSpec.builder(names).defaultValue(setting.byDefault());
    if (setting.type() == Boolean.class) {
      return option.type(boolean.class).initialValue(false).build();
    }
    Class<?> type = setting.type() == Path.class ? Path.class : String.class;
    option.paramLabel(setting.label()).splitRegex(setting.separator());
    option.completionCandidates(() -> setting.values().iterator());
    return setting.many()
        ? option.type(List.class).auxiliaryTypes(type).arity("1").build()
        : option.type(type).build();
  }

  private static PositionalParamSpec positional(Argument argument, int index) {
    boolean one = argument.most() == 1;
    int least = argument.help().isEmpty() ? 0 : argument.least();
    String most = argument.most() == Integer.MAX_VALUE ? "*" : Integer.toString(argument.most());
    var spec =
        PositionalParamSpec.builder()
            .index(one ? Integer.toString(index) : index + "..*")
            .arity(one && least == 1 ? "1" : least + ".." + most)
            .paramLabel(argument.label())
            .required(least > 0)
            .hideParamSyntax(argument.label().startsWith("["));
    Class<?> type = argument.path() ? Path.class : String.class;
    return one ? spec.type(type).build() : spec.type(List.class).auxiliaryTypes(type).build();
  }

  private int run(CommandSpec spec, Verb verb, String path, Map<Setting<?>, OptionSpec> options)
      throws InterruptedException {
    var line = spec.commandLine();
    Verb.Action action = verb.action();
    if (action == null) {
      var known = verb == root ? "" : ": " + String.join(", ", verb.verbs().keySet());
      throw new ParameterException(line, "missing a verb" + known);
    }
    var arguments = arguments(spec);
    var values = new IdentityHashMap<Setting<?>, Object>();
    for (Map.Entry<Setting<?>, OptionSpec> entry : options.entrySet()) {
      Setting<?> setting = entry.getKey();
      OptionSpec option = entry.getValue();
      var texts =
          verb.taken().contains(setting) ? taken(setting, option, arguments) : texts(option);
      if (setting.required() && texts.isEmpty()) {
        throw new ParameterException(
            line, "missing " + setting.option() + " " + setting.label(), option, null);
      }
      if (!texts.isEmpty()) {
        values.put(setting, value(setting, option, texts));
      }
    }
    var sources = (SettingSources) spec.root().defaultValueProvider();
    var settings = Settings.of(values);
    ComputeOptions.use(settings, Printable.notices(line.getErr()));
    return action.run(
        new Invocation(
            path,
            settings,
            arguments,
            line.getParseResult().originalArgs(),
            new Invocation.Program(line.getOut(), line.getErr(), sources, this)));
  }

  private static Object value(Setting<?> setting, OptionSpec option, List<String> texts) {
    var line = option.command().commandLine();
    if (!setting.many() && option.originalStringValues().size() > 1) {
      throw new ParameterException(line, "the option " + setting.option() + " is given twice");
    }
    try {
      return setting.readTyped(texts);
    } catch (UserError e) {
      throw new ParameterException(line, e.getMessage(), e, option, texts.getLast());
    }
  }

  /** The value as an argument, else as an option. */
  private static List<String> taken(Setting<?> setting, OptionSpec option, List<String> arguments) {
    if (arguments.isEmpty()) {
      return texts(option);
    }
    var typed = option.command().commandLine().getParseResult();
    if (typed.hasMatchedOption(option)) {
      throw new ParameterException(
          option.command().commandLine(),
          setting.option() + " is given twice: as an option and as " + arguments.getFirst());
    }
    var texts = List.copyOf(setting.many() ? arguments : arguments.subList(0, 1));
    arguments.subList(0, texts.size()).clear();
    return texts;
  }

  private static List<String> texts(OptionSpec option) {
    Object value = option.getValue();
    if (value instanceof List<?> several && several.isEmpty()) {
      throw new ParameterException(
          option.command().commandLine(), option.longestName() + " has separators and no value");
    }
    return value == null
        ? List.of()
        : value instanceof List<?> several
            ? several.stream().map(String::valueOf).toList()
            : List.of(value.toString());
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

  private VerbPage page(Verb verb, String path) {
    VerbPage page = verb.page(path);
    if (verb != root) {
      return page;
    }
    var groups = List.of(new SettingGroup("Options of every verb", everywhere));
    return new VerbPage(path, page.about(), List.of(), groups, exitCodes, page.verbs());
  }

  /** What is shown of the program and of all verbs, each after the one above it. */
  public List<VerbPage> pages() {
    var pages = new ArrayList<>(List.of(page(root, "")));
    all().forEach((path, verb) -> pages.add(verb.page(path)));
    return pages;
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

  /** The names of all settings of all verbs, also as those of one verb: {@code judge.limit}. */
  public Set<String> settingNames() {
    var names = new HashSet<String>();
    everywhere.forEach(setting -> names.addAll(setting.names()));
    all()
        .forEach((path, verb) -> {
          var own =
              verb.allSettings().stream().flatMap(setting -> setting.names().stream()).toList();
          names.addAll(own);
          String above = path.split(" ", -1)[0];
          Stream.of(above, path.replace(' ', '.'))
              .forEach(word -> own.forEach(name -> names.add(word + "." + name)));
        });
    return names;
  }

  /** Settings that every verb takes. */
  public List<Setting<?>> everywhere() {
    return everywhere;
  }
}
