package dev.locomo.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.locomo.core.dataset.json.JsonFiles;
import dev.locomo.core.error.DataError;
import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Every setting that a run was started with, by name, wherever its value came from: {@code
 * settings.json} in its folder. From it the run can be done again without the command line.
 *
 * @param verb the verb
 * @param values by name; one text or several
 */
public record RecordedSettings(String verb, Map<String, List<String>> values) {
  /** The file's name in a run folder. */
  public static final String FILE = "settings.json";

  /** Writes the settings that a verb was called with; of an address without its password. */
  public static void write(Path folder, String verb, Settings with) {
    ObjectNode root = JsonFiles.MAPPER.createObjectNode().put("verb", verb);
    ObjectNode settings = root.putObject("settings");
    var byName = new TreeMap<String, List<String>>();
    with.values().forEach((setting, value) -> byName.put(setting.name(), setting.write(value)));
    byName.forEach((name, texts) -> {
      var array = settings.putArray(name);
      texts.forEach(text -> array.add(RunSpec.withoutPassword(text)));
    });
    AtomicFile.writeText(folder.resolve(FILE), root.toPrettyString() + "\n");
  }

  /**
   * Reads those of a run.
   *
   * @throws UserError when the folder has none, for it was made by an earlier version
   */
  public static RecordedSettings read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new UserError(
          folder + " has no " + FILE + ": it was made by an earlier version",
          "the commands of its parts again with this version");
    }
    JsonNode root = JsonFiles.read(file, JsonFiles.MAPPER::readTree);
    var values = new LinkedHashMap<String, List<String>>();
    root.path("settings")
        .properties()
        .forEach(member -> {
          var texts = new ArrayList<String>();
          member.getValue().forEach(text -> texts.add(text.asText()));
          values.put(member.getKey(), texts);
        });
    return new RecordedSettings(root.path("verb").asText(), values);
  }

  /** The same with another value for a setting; null for none. */
  public RecordedSettings with(String name, String... texts) {
    var changed = new LinkedHashMap<>(values);
    changed.put(name, List.of(texts));
    return new RecordedSettings(verb, changed);
  }

  /** The same without some settings: they have their defaults. */
  public RecordedSettings without(Iterable<String> names) {
    var changed = new LinkedHashMap<>(values);
    names.forEach(changed::remove);
    return new RecordedSettings(verb, changed);
  }

  /**
   * The values of settings: as recorded, else their defaults.
   *
   * @throws DataError when a recorded text is no value any more
   */
  public Settings of(Iterable<? extends Setting<?>> declared) {
    var settings = new IdentityHashMap<Setting<?>, Object>();
    for (Setting<?> setting : declared) {
      String byDefault = setting.byDefault();
      var texts = values.get(setting.name());
      if (texts != null && !texts.isEmpty()) {
        settings.put(setting, value(setting, texts));
      } else if (byDefault != null) {
        settings.put(
            setting,
            value(
                setting, setting.many() ? List.of(byDefault.split(",", -1)) : List.of(byDefault)));
      }
    }
    return Settings.of(settings);
  }

  private static Object value(Setting<?> setting, List<String> texts) {
    try {
      return Objects.requireNonNull(setting.read(texts));
    } catch (IllegalArgumentException e) {
      throw new DataError(FILE, "/settings/" + setting.name(), "found " + texts, e);
    }
  }
}
