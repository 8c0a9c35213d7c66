package dev.locomo.cli.command.setup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.cli.output.ExitCode;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.cli.verb.SettingSources;
import dev.locomo.cli.verb.Verb;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.options.RunOptions;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code config show}: every setting, its value and where the value came from. */
public final class Config {
  private Config() {}

  /** Its declaration. */
  public static Verb verb() {
    return Verb.named("config")
        .verb("show", () -> Verb.named("show").with(RunOptions.JSON).does(Config::show));
  }

  /** Verb by verb one row a setting. */
  private static int show(Invocation call) {
    var verbs = call.program().verbs();
    var settings = new LinkedHashMap<String, List<Setting<?>>>();
    settings.put("", verbs.everywhere());
    verbs.all().forEach((path, verb) -> settings.put(path, verb.allSettings()));
    settings.values().removeIf(List::isEmpty);
    if (call.is(RunOptions.JSON)) {
      var rows = JsonFiles.MAPPER.createArrayNode();
      settings.forEach((path, all) -> all.forEach(setting -> rows.add(row(path, setting, call))));
      call.print(rows);
    } else {
      settings.forEach((path, all) -> {
        call.out().println(path.isEmpty() ? "every verb:" : "\n" + path + ":");
        all.forEach(setting -> call.out().println(line(row(path, setting, call))));
      });
    }
    return ExitCode.OK;
  }

  private static ObjectNode row(String verb, Setting<?> setting, Invocation call) {
    var found = call.program().sources().find(verb, setting.names());
    @Nullable String builtIn =
        setting.byDefault() != null
            ? setting.byDefault()
            : setting.type() == Boolean.class ? "false" : null;
    @Nullable String value =
        found.map(SettingSources.Found::value).map(RunSpec::withoutPassword).orElse(builtIn);
    String origin = found.map(SettingSources.Found::origin).orElse("default");
    var row = JsonFiles.MAPPER.createObjectNode().put("verb", verb.isEmpty() ? null : verb);
    return row.put("name", setting.name()).put("value", value).put("origin", origin);
  }

  private static String line(JsonNode row) {
    String value = row.path("value").asText("-");
    return "  %-18s = %s  (%s)"
        .formatted(row.path("name").asText(), value, row.path("origin").asText());
  }
}
