package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;

/** {@code config show}: every setting, its value and where the value came from. */
public final class Config {
  private Config() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("config").verb("show", () -> Verb.named("show").does(Config::show));
  }

  /** Verb by verb one line a setting: {@code name = value (origin)}. */
  private static int show(Invocation call) {
    var verbs = call.program().verbs();
    show("", "every verb", verbs.everywhere(), call);
    verbs
        .all()
        .forEach((path, verb) -> {
          if (!verb.allSettings().isEmpty()) {
            show(path, "\n" + path, verb.allSettings(), call);
          }
        });
    return ExitCode.OK;
  }

  private static void show(
      String verb, String heading, Iterable<Setting<?>> settings, Invocation call) {
    call.out().println(heading + ":");
    settings.forEach(setting -> call.out().println(line(verb, setting, call)));
  }

  private static String line(String verb, Setting<?> setting, Invocation call) {
    var found = call.program().sources().find(verb, setting.names());
    String builtIn =
        setting.byDefault() != null
            ? setting.byDefault()
            : setting.type() == Boolean.class ? "false" : "-";
    String value =
        found.map(SettingSources.Found::value).map(RunSpec::withoutPassword).orElse(builtIn);
    String origin = found.map(SettingSources.Found::origin).orElse("default");
    return "  %-18s = %s  (%s)".formatted(setting.name(), value, origin);
  }
}
