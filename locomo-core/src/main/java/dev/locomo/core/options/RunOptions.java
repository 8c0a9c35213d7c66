package dev.locomo.core.options;

import dev.locomo.core.run.RunFolder;
import dev.locomo.core.run.RunSpec;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where results go, and when a run counts as good. */
public class RunOptions {
  public static final Setting<Path> RUN = Setting.path("run.run", "DIR");
  public static final Setting<Boolean> OVERWRITE = Setting.flag("run.overwrite");
  public static final Setting<Double> MAX_UNSCORED =
      Setting.number("run.max-unscored", "PERCENT").byDefault("1");
  public static final Setting<Boolean> DRY_RUN = Setting.flag("run.dry-run");
  public static final Setting<Boolean> JSON = Setting.flag("run.json");

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of("", RUN, OVERWRITE, MAX_UNSCORED, DRY_RUN, JSON);

  public final @Nullable Path run;
  public final boolean overwrite;
  public final double maxUnscored;
  public final boolean dryRun;
  public final boolean json;

  /** Their values. */
  public RunOptions(Settings settings) {
    run = settings.orNull(RUN);
    overwrite = settings.is(OVERWRITE);
    maxUnscored = settings.get(MAX_UNSCORED);
    dryRun = settings.is(DRY_RUN);
    json = settings.is(JSON);
  }

  /**
   * The run's folder, what was in it set aside when everything is to be asked again.
   *
   * @param subject names it when no name was typed
   */
  public Path folder(RunSpec spec, String subject) {
    Path folder = place(spec, subject);
    if (overwrite) {
      RunFolder.setAside(folder);
    }
    return folder;
  }

  /** The folder whose record the run goes on from; null when everything is to be asked again. */
  public @Nullable Path before(RunSpec spec, String subject) {
    return overwrite ? null : place(spec, subject);
  }

  private Path place(RunSpec spec, String subject) {
    return run == null ? spec.folder(subject) : run;
  }
}
