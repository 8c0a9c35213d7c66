package dev.locomo.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a verb takes and what is written about it: its help, its reference page, its manual page and
 * the completion of shells are made of this.
 *
 * @param path the words that name it, without the program's; empty for the program
 * @param about what it does, a paragraph each; empty where {@code help.properties} has it
 * @param arguments those that are no options
 * @param groups its settings, grouped by what they are about
 * @param exitCodes what its exit codes mean, by number, where it has meanings of its own
 * @param verbs the names of those below it
 */
public record VerbPage(
    String path,
    List<String> about,
    List<Argument> arguments,
    List<SettingGroup> groups,
    Map<String, String> exitCodes,
    List<String> verbs) {
  private static final String PROGRAM = "locomo";

  /** Most settings that are all shown where none is marked as needed most. */
  private static final int FEW = 12;

  /**
   * An argument that is no option.
   *
   * @param label in the help
   * @param help what it is; empty where the option of its name says it
   * @param least how many there have to be
   * @param most how many there can be
   * @param path whether it is a file or a folder, whose name a shell completes
   */
  public record Argument(String label, String help, int least, int most, boolean path) {
    private String shown() {
      String several = most > 1 && !label.startsWith("[") ? "..." : "";
      return least == 0 ? "[" + label + several + "]" : label + several;
    }
  }

  /** A command to be typed, and what it does. */
  public record Example(String command, String words) {}

  private String key() {
    return "verb." + (path.isEmpty() ? PROGRAM : path.replace(' ', '.'));
  }

  /** The command: the program's name and the words that name the verb. */
  public String command() {
    return path.isEmpty() ? PROGRAM : PROGRAM + " " + path;
  }

  /** What it does, a paragraph each. */
  public List<String> description() {
    return about.isEmpty() ? HelpTexts.lines(key()) : about;
  }

  /** What another verb does, in a sentence, by the words that name it. */
  public static String summary(String path) {
    return sentence(HelpTexts.of("verb." + path.replace(' ', '.')));
  }

  /** Its first sentence. */
  static String sentence(String text) {
    return text.split("[.;]\\s|, for example|\\.?$", 2)[0] + ".";
  }

  /** Two or three examples, each with its words. */
  public List<Example> examples() {
    return HelpTexts.lines(key() + ".examples").stream()
        .map(line -> line.split(" # ", 2))
        .map(parts -> new Example(parts[0], parts[1]))
        .toList();
  }

  /** The names of those below it, in groups by heading; all under one where none are declared. */
  public Map<String, List<String>> groupsOfVerbs() {
    var groups = new LinkedHashMap<String, List<String>>();
    for (String line : HelpTexts.lines(key() + ".groups")) {
      String[] parts = line.split(": ", 2);
      groups.put(parts[0], List.of(parts[1].split(" ")));
    }
    if (groups.isEmpty() && !verbs.isEmpty()) {
      groups.put("Verbs", verbs);
    }
    return groups;
  }

  /** All settings. */
  public Stream<Setting<?>> settings() {
    return groups.stream().flatMap(group -> group.settings().stream());
  }

  /** The settings needed most, in the order of the list; all, where they are few. */
  public List<Setting<?>> common() {
    var all = settings().toList();
    var names = List.of(HelpTexts.of(key() + ".common").split(" "));
    if (names.getFirst().isEmpty()) {
      return all.size() <= FEW ? all : all.subList(0, FEW);
    }
    return names.stream()
        .<Setting<?>>map(name ->
            all.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " has no --" + name)))
        .toList();
  }

  private boolean isArgument(Setting<?> setting) {
    return arguments.stream()
        .anyMatch(a -> a.help().isEmpty() && a.label().equals(setting.label()));
  }

  /** How it is called, in a line. */
  public String usage() {
    var words = new ArrayList<String>(List.of(command()));
    if (!verbs.isEmpty()) {
      words.add(path.isEmpty() || groups.isEmpty() ? "VERB" : "[VERB]");
    }
    settings()
        .filter(setting -> setting.required() && !isArgument(setting))
        .forEach(setting -> words.add(setting.option() + " " + setting.label()));
    if (settings().anyMatch(setting -> !setting.required())) {
      words.add("[OPTIONS]");
    }
    arguments.forEach(argument -> words.add(argument.shown()));
    return String.join(" ", words);
  }
}
