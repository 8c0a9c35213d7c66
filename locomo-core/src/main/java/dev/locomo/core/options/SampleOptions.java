package dev.locomo.core.options;

import dev.locomo.core.dataset.Dataset;
import dev.locomo.core.dataset.Sample;
import dev.locomo.core.dataset.json.DatasetReader;
import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data set, and which of its conversations. */
public class SampleOptions {
  /** The data set that comes with the program. */
  public static final String DEMO = "data/locomo-demo.json";

  public static final Setting<Path> DATA_FILE =
      Setting.path("sample.data-file", "FILE").byDefault(DEMO).changesResult();
  public static final Setting<String> PROFILE =
      Setting.text("sample.profile", "NAME").changesResult();
  public static final Setting<List<String>> SAMPLES =
      Setting.texts("sample.samples", "ID").split().changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS = SettingGroup.of("", DATA_FILE, PROFILE, SAMPLES);

  public final Path file;
  public final @Nullable String profile;
  public final List<String> samples;

  /** Their values. */
  public SampleOptions(Settings settings) {
    file = settings.or(DATA_FILE, Path.of(DEMO));
    profile = settings.orNull(PROFILE);
    samples = settings.all(SAMPLES);
  }

  /** Reads the data set from where its file is now. */
  public Dataset read(Path now) {
    return DatasetReader.read(now, profile);
  }

  /**
   * The conversations that are meant, in file order.
   *
   * @throws UserError when one is not in the file, or the file has none
   */
  public List<Sample> of(Dataset data) {
    var known = data.samples().stream().map(Sample::id).toList();
    for (String sample : samples) {
      if (!known.contains(sample)) {
        throw new UserError(
            data.file() + " has no sample '" + sample + "'", "one of " + String.join(", ", known));
      }
    }
    if (known.isEmpty()) {
      throw new UserError(data.file() + " has no conversation", "a file with some");
    }
    return data.samples().stream()
        .filter(s -> samples.isEmpty() || samples.contains(s.id()))
        .toList();
  }
}
