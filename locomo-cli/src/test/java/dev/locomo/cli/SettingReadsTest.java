package dev.locomo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.locomo.core.settings.Setting;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What {@code Settings.get} is called with, read from the sources: code that several verbs share
 * reads settings that some of them do not take.
 */
class SettingReadsTest {
  private static final Path ROOT = Path.of(System.getProperty("locomo.root", ".."));
  private static final Pattern READ =
      Pattern.compile("\\.get\\(\\s*(?:(\\w+)\\.)?([A-Z][A-Z0-9_]+)\\s*\\)");

  @Test
  void aSettingIsReadWithoutAskingWhetherItIsThereOnlyWhereItAlwaysHasAValue() throws Exception {
    var settings = settings();
    var without = new ArrayList<String>();
    int reads = 0;
    for (Path file : sources()) {
      String text = Files.readString(file);
      String own = file.getFileName().toString().replace(".java", "");
      for (var read : READ.matcher(text).results().toList()) {
        Setting<?> setting =
            named(settings, text, read.group(1) == null ? own : read.group(1), read.group(2));
        reads += setting == null ? 0 : 1;
        if (setting != null && setting.byDefault() == null && !setting.required()) {
          without.add(file.getFileName() + " reads " + setting);
        }
      }
    }
    assertThat(reads).isGreaterThan(30);
    assertThat(without).as("use orNull, or, is or all").isEmpty();
  }

  private static @Nullable Setting<?> named(
      Map<String, Setting<?>> settings, String source, String owner, String name) {
    var imported =
        Pattern.compile("import static [\\w.]+\\.(\\w+)\\." + name + ";").matcher(source);
    return settings.get((imported.find() ? imported.group(1) : owner) + "." + name);
  }

  private static Map<String, Setting<?>> settings() throws IllegalAccessException {
    var settings = new HashMap<String, Setting<?>>();
    for (var one : ArchitectureTest.program()) {
      for (var declared : one.getFields()) {
        if (declared.getRawType().isEquivalentTo(Setting.class)
            && Modifier.isStatic(declared.reflect().getModifiers())) {
          Field field = declared.reflect();
          field.setAccessible(true);
          settings.put(one.getSimpleName() + "." + field.getName(), (Setting<?>) field.get(null));
        }
      }
    }
    return settings;
  }

  private static Iterable<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(ROOT)) {
      var all = new ArrayList<Path>();
      for (Path module :
          modules.filter(m -> m.getFileName().toString().startsWith("locomo-")).toList()) {
        Path main = module.resolve("src/main/java");
        if (Files.isDirectory(main)) {
          try (Stream<Path> files = Files.walk(main)) {
            all.addAll(files.filter(f -> f.toString().endsWith(".java")).toList());
          }
        }
      }
      return all;
    }
  }
}
