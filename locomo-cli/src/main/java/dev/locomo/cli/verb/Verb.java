package dev.locomo.cli.verb;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
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

  /**
   * An argument that is no option.
   *
   * @param label in the help
   * @param help what it is
   * @param least how many there have to be
   * @param most how many there can be
   * @param path whether it is a file or a folder, whose name a shell completes
   */
  record Argument(
      String label, String help, int least, int most, @Nullable String byDefault, boolean path) {}

  private final String name;
  private final List<String> help;
  private final List<Setting<?>> settings = new ArrayList<>();
  private final List<SettingGroup> groups = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();
  private final Map<String, Supplier<Verb>> verbs = new LinkedHashMap<>();
  private final Map<String, String> exitCodes = new LinkedHashMap<>();
  private boolean sorted = true;
  private @Nullable Action action;
  private String missing = "";

  private Verb(String name, List<String> help) {
    this.name = name;
    this.help = help;
  }

  /** A verb that does nothing yet. */
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
    sorted = false;
    return this;
  }

  /** With settings shown in the order of their declaration, not of their names. */
  public Verb inOrder() {
    sorted = false;
    return this;
  }

  /** With one argument that has to be given. */
  public Verb argument(String label, String text) {
    return arguments(label, text, 1, 1);
  }

  /** With one argument that may be left out. */
  public Verb optionalArgument(String label, String text, @Nullable String byDefault) {
    arguments.add(new Argument(label, text, 0, 1, byDefault, false));
    return this;
  }

  /** With several arguments of one kind; {@link Integer#MAX_VALUE} for any number. */
  public Verb arguments(String label, String text, int least, int most) {
    arguments.add(new Argument(label, text, least, most, null, false));
    return this;
  }

  /** The argument declared last is a file or a folder, whose name a shell completes. */
  public Verb ofPaths() {
    Argument last = arguments.removeLast();
    arguments.add(
        new Argument(last.label(), last.help(), last.least(), last.most(), last.byDefault(), true));
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

  /** With the complaint when nothing below it is named. */
  public Verb missing(String what) {
    missing = what;
    return this;
  }

  String name() {
    return name;
  }

  List<String> help() {
    return help;
  }

  /** All settings, those of groups after the others. */
  public List<Setting<?>> allSettings() {
    var all = new ArrayList<>(settings);
    groups.forEach(group -> all.addAll(group.settings()));
    return all;
  }

  List<Setting<?>> ungrouped() {
    return settings;
  }

  List<SettingGroup> groups() {
    return groups;
  }

  List<Argument> arguments() {
    return arguments;
  }

  Map<String, Supplier<Verb>> verbs() {
    return verbs;
  }

  Map<String, String> exitCodes() {
    return exitCodes;
  }

  boolean sorted() {
    return sorted;
  }

  /** What it does; null when it only has verbs below it. */
  public @Nullable Action action() {
    return action;
  }

  String missing() {
    return missing;
  }
}
