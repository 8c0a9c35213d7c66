package dev.locomo.core.options;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where results of question answering go, and when a run counts as good. */
public final class QaRunOptions extends RunOptions {
  public static final Setting<Path> OUT_FILE = Setting.path("qa-run.out-file", "FILE");

  /** All of them. */
  public static final SettingGroup SETTINGS = RunOptions.SETTINGS.and(OUT_FILE);

  public final @Nullable Path outFile;

  /** Their values. */
  public QaRunOptions(Settings settings) {
    super(settings);
    outFile = settings.orNull(OUT_FILE);
  }
}
