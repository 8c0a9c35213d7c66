package dev.locomo.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scripts with which shells complete verbs, options and their values.
 *
 * @param pages the program's, then those of all verbs
 */
public record Completions(List<VerbPage> pages) {

  /** For fish: a line a verb and a line an option. */
  public String fish() {
    var text = new StringBuilder("complete -c locomo -f\n");
    for (VerbPage page : pages) {
      String here = "";
      if (page.path().isEmpty()) {
        here = "not __fish_seen_subcommand_from " + String.join(" ", page.verbs());
      } else {
        here =
            "__fish_seen_subcommand_from "
                + page.path().replace(" ", "; and __fish_seen_subcommand_from ");
        if (!page.verbs().isEmpty()) {
          here += "; and not __fish_seen_subcommand_from " + String.join(" ", page.verbs());
        }
      }
      String begin = "complete -c locomo -n '" + here + "' ";
      String above = page.path().isEmpty() ? "" : page.path() + " ";
      for (String verb : page.verbs()) {
        text.append(begin + "-a " + verb + " -d " + quoted(VerbPage.summary(above + verb)) + "\n");
      }
      boolean files = page.arguments().stream().anyMatch(VerbPage.Argument::path);
      text.append(files ? begin + "-F\n" : "");
      String every = page.path().isEmpty() ? "complete -c locomo " : begin;
      page.settings().forEach(setting -> text.append(every + fish(setting) + "\n"));
    }
    return text.append("complete -c locomo -s h -l help -d 'Explain the verb.'\n").toString();
  }

  private static String fish(Setting<?> setting) {
    String takes =
        setting.type() == Boolean.class
            ? ""
            : !setting.values().isEmpty()
                ? " -x -a " + quoted(String.join(" ", setting.values()))
                : setting.type() == Path.class ? " -r -F" : " -x";
    return "-l " + setting.name() + takes + " -d " + quoted(HelpText.brief(setting));
  }

  /** For zsh: a function for {@code fpath}. */
  public String zsh() {
    var text = new StringBuilder("#compdef locomo\n_locomo() {\n  local verb=\"\"\n  case ");
    text.append("\"${words[2]} ${words[3]} ${words[4]} \" in\n");
    var deepest = new ArrayList<>(pages.subList(1, pages.size())).reversed();
    for (VerbPage page : deepest) {
      text.append("    '" + page.path() + " '*) verb='" + page.path() + "' ;;\n");
    }
    text.append("  esac\n  local -a every=(");
    pages.getFirst().settings().forEach(setting -> text.append("\n    " + zsh(setting)));
    text.append("\n    '--help[explain the verb]' '--help-all[list all options]')\n");
    text.append("  case \"$verb\" in\n");
    for (VerbPage page : pages) {
      text.append("    '" + page.path() + "')\n      _arguments $every");
      if (!page.path().isEmpty()) {
        page.settings().forEach(setting -> text.append(" \\\n        " + zsh(setting)));
      }
      String verbs = page.verbs().isEmpty() ? "" : "(" + String.join(" ", page.verbs()) + ")";
      text.append(" \\\n        '*:argument:" + (verbs.isEmpty() ? "_files" : verbs) + "' ;;\n");
    }
    return text.append("  esac\n}\n_locomo \"$@\"\n").toString();
  }

  private static String zsh(Setting<?> setting) {
    String words = HelpText.brief(setting).replaceAll("[\\[\\]:]", " ");
    String values =
        setting.values().stream()
            .map(value -> value.replace(":", "\\:"))
            .collect(Collectors.joining(" "));
    String takes =
        setting.type() == Boolean.class
            ? ""
            : ":value:"
                + (!values.isEmpty()
                    ? "(" + values + ")"
                    : setting.type() == Path.class ? "_files" : " ");
    return quoted((setting.many() ? "*" : "") + setting.option() + "[" + words + "]" + takes);
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "'\\''") + "'";
  }
}
