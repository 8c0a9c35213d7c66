package dev.locomo.core.settings;

import dev.locomo.core.text.Wrapping;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The help of a verb as text of 80 columns.
 *
 * @param page what is shown
 * @param bold marks headings and names for a terminal
 */
public record HelpText(VerbPage page, UnaryOperator<String> bold) {
  private static final int WIDTH = 80;
  private static final int COLUMN = 26;

  /** The options needed most, in a line or two each. */
  public String brief() {
    var text = begin();
    var common = page.common();
    long all = page.settings().count();
    if (!common.isEmpty()) {
      heading(text, common.size() < all ? "Options needed most" : "Options");
      common.forEach(setting -> option(text, setting, brief(setting)));
    }
    String more =
        common.size() < all
            ? "All " + all + " options: " + page.command() + " --help-all. For every verb: "
            : "Options of every verb and exit codes: ";
    text.append('\n');
    line(text, "", 0, more + "locomo --help");
    return text.toString();
  }

  /** All of it, grouped by what options are about. */
  public String full() {
    var text = begin();
    for (SettingGroup group : page.groups()) {
      if (!group.settings().isEmpty()) {
        heading(text, group.heading().isEmpty() ? "Options" : group.heading());
        group.settings().forEach(setting -> option(text, setting, full(setting)));
      }
    }
    if (!page.exitCodes().isEmpty()) {
      heading(text, "Exit codes");
      page.exitCodes().forEach((code, meaning) -> entry(text, code, meaning, 8));
    }
    return text.toString();
  }

  private StringBuilder begin() {
    var text = new StringBuilder();
    line(text, bold.apply("Usage:") + " ", "Usage: ".length(), page.usage());
    text.append('\n');
    page.description().forEach(paragraph -> line(text, "", 0, paragraph));
    if (!page.examples().isEmpty()) {
      heading(text, "Examples");
      for (VerbPage.Example example : page.examples()) {
        line(text, "  # ", 4, example.words());
        text.append("  ").append(example.command()).append('\n');
      }
    }
    String above = page.path().isEmpty() ? "" : page.path() + " ";
    int longest = page.verbs().stream().mapToInt(String::length).max().orElse(0);
    page.groupsOfVerbs()
        .forEach((heading, verbs) -> {
          heading(text, heading);
          verbs.forEach(verb -> entry(text, verb, VerbPage.summary(above + verb), longest + 4));
        });
    var described = page.arguments().stream().filter(a -> !a.help().isEmpty()).toList();
    if (!described.isEmpty()) {
      heading(text, "Arguments");
      described.forEach(a -> entry(text, a.label(), a.help(), COLUMN));
    }
    return text;
  }

  private void heading(StringBuilder text, String heading) {
    text.append('\n').append(bold.apply(heading + ":")).append('\n');
  }

  private void option(StringBuilder text, Setting<?> setting, String words) {
    entry(text, (setting.option() + " " + setting.label()).strip(), words, COLUMN);
  }

  /** A name and what it is, beside it where there is room. */
  private void entry(StringBuilder text, String name, String words, int column) {
    String shown = "  " + bold.apply(name);
    int used = 2 + name.length();
    if (used + 2 > column) {
      text.append(shown).append('\n');
      line(text, " ".repeat(column), column, words);
    } else {
      line(text, shown + " ".repeat(column - used), column, words);
    }
  }

  private static void line(StringBuilder text, String first, int indent, String words) {
    String glue = "\n" + " ".repeat(indent);
    List<String> lines = Wrapping.lines(words, WIDTH - indent);
    text.append(first).append(String.join(glue, lines)).append('\n');
  }

  /** The first sentence and the default. */
  static String brief(Setting<?> setting) {
    String first = VerbPage.sentence(setting.words());
    String byDefault = setting.defaultWords();
    return byDefault.isEmpty()
        ? first
        : first.substring(0, first.length() - 1) + " (default: " + byDefault + ").";
  }

  private static String full(Setting<?> setting) {
    var names = setting.names().stream().skip(1).map(name -> "--" + name).toList();
    String byDefault = setting.defaultWords();
    return setting.words()
        + (byDefault.isEmpty() ? "" : " Default: " + byDefault + ".")
        + (names.isEmpty() ? "" : " Also: " + String.join(", ", names) + ".");
  }
}
