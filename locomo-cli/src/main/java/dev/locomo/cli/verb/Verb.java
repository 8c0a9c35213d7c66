package dev.locomo.cli.verb;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.VerbPage;
import dev.locomo.core.settings.VerbPage.Argument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a word of the command line does, declared.
 *
 * <p><b>How to add one</b>: write a class with a method that makes the declaration and one that
 * does it, and name the first in the list of {@code Verbs}.
 */
public final class Verb {
  /** What is done. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(Invocation call) throws InterruptedException;
  }

  private final String name;
  private final List<String> help;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final List<SettingGroup> groups = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();
  private final Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
  private final Map<String, String> exitCodes = new LinkedHashMap<>();
  private final List<Setting<?>> taken = new ArrayList<>();
  private @Nullable Action action;

  private Verb(String name, List<String> help) {
    this.name = name;
    this.help = help;
  }

  /**
   * A verb that does nothing yet.
   *
   * @param help what it does, a paragraph each; none where {@code help.properties} has it
   */
  public static Verb named(String name, String... help) {
    return new Verb(name, List.of(help));
  }

  /** With settings that belong to no group. */
  public Verb with(Setting<?>... more) {
    settings.addAll(Arrays.asList(more));
    return this;
  }

  /** With groups of settings, in the order of the help. */
  public Verb with(SettingGroup... more) {
    groups.addAll(Arrays.asList(more));
    return this;
  }

  /** With settings that can be given as arguments too, in this order; the last can be of many. */
  public Verb takes(Setting<?>... asArguments) {
    for (Setting<?> setting : asArguments) {
      int most = setting.many() ? Integer.MAX_VALUE : 1;
      boolean path = setting.type() == Path.class;
      arguments.add(new Argument(setting.label(), "", setting.required() ? 1 : 0, most, path));
      taken.add(setting);
    }
    return this;
  }

  /** With one argument that has to be given. */
  public Verb argument(String label, String text) {
    return arguments(label, text, 1, 1);
  }

  /** With one argument that may be left out. */
  public Verb optionalArgument(String label, String text) {
    return arguments(label, text, 0, 1);
  }

  /** With several arguments of one kind; {@link Integer#MAX_VALUE} for any number. */
  public Verb arguments(String label, String text, int least, int most) {
    arguments.add(new Argument(label, text, least, most, false));
    return this;
  }

  /** The argument declared last is a file or a folder, whose name a shell completes. */
  public Verb ofPaths() {
    Argument last = arguments.removeLast();
    arguments.add(new Argument(last.label(), last.help(), last.least(), last.most(), true));
    return this;
  }

  /** With another verb below it. */
  public Verb verb(String below, Supplier<Verb> declaration) {
    verbs.put(below, declaration);
    return this;
  }

  /** With exit codes of its own in the help. */
  public Verb exitCode(int code, String meaning) {
    exitCodes.put(Integer.toString(code), meaning);
    return this;
  }

  /** With what it does. */
  public Verb does(Action what) {
    action = what;
    return this;
  }

  String name() {
    return name;
  }

  /**
   * What is shown of it.
   *
   * @param path the words that name it
   */
  public VerbPage page(String path) {
    var all = new ArrayList<>(groups);
    if (!settings.isEmpty()) {
      all.add(
          SettingGroup.of(
              groups.isEmpty() ? "Options" : "Other", settings.toArray(Setting<?>[]::new)));
    }
    return new VerbPage(path, help, arguments, all, exitCodes, List.copyOf(verbs.keySet()));
  }

  /** All settings, those of groups after the others. */
  public List<Setting<?>> allSettings() {
    var all = new ArrayList<>(settings);
    groups.forEach(group -> all.addAll(group.settings()));
    return all;
  }

  List<Setting<?>> taken() {
    return taken;
  }

  List<Argument> arguments() {
    return arguments;
  }

  Map<String, Supplier<Verb>> verbs() {
    return verbs;
  }

  /** What it does; null when it only has verbs below it. */
  public @Nullable Action action() {
    return action;
  }
}
