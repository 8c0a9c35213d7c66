package dev.locomo.cli.command.setup;

import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code config show}: every setting, its value and where the value came from. */
public final class Config {
  private Config() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named(
            "config", "Settings: flag > environment > --config FILE > locomo.properties > default.")
        .missing("Missing show")
        .verb(
            "show",
            () ->
                Verb.named("show", "Print each setting's value and where it came from.")
                    .does(Config::show));
  }

  /** Verb by verb one line a setting: {@code name = value (origin)}. */
  private static int show(Invocation call) {
    var verbs = new LinkedHashMap<String, Iterable<Setting<?>>>();
    verbs.put("every verb", call.program().verbs().everywhere());
    call.program()
        .verbs()
        .all()
        .forEach((name, verb) -> {
          if (!verb.allSettings().isEmpty()) {
            verbs.put(name, verb.allSettings());
          }
        });
    String between = "";
    for (Map.Entry<String, Iterable<Setting<?>>> verb : verbs.entrySet()) {
      call.out().println(between + verb.getKey() + ":");
      verb.getValue().forEach(setting -> call.out().println(line(setting, call)));
      between = "\n";
    }
    return ExitCode.OK;
  }

  private static String line(Setting<?> setting, Invocation call) {
    var found = call.program().sources().find(setting.option());
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
