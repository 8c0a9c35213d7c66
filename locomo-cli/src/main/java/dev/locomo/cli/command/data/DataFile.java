package dev.locomo.cli.command.data;

import dev.locomo.cli.start.Remote;
import dev.locomo.cli.verb.Invocation;
import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.options.SampleOptions;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The option {@code --data-file}, for the verbs that also take the file as an argument. */
final class DataFile {
  static final Setting<Path> DATA_FILE =
      Setting.path("data-file.data-file", "FILE").byDefault("data/locomo-demo.json");

  private final Path file;
  private final @Nullable String profile;

  DataFile(Settings settings) {
    file = settings.get(DATA_FILE);
    profile = settings.orNull(SampleOptions.PROFILE);
  }

  Dataset read(Invocation call, @Nullable Path given) {
    return DatasetReader.read(Remote.file(call, or(given)), profile);
  }

  Path or(@Nullable Path given) {
    return given == null ? file : given;
  }
}
