package dev.locomo.core.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Settings that belong together in the help.
 *
 * @param heading what they are about, for example {@code How it is asked}
 * @param settings in the order of the help
 */
public record SettingGroup(String heading, List<Setting<?>> settings) {
  public SettingGroup {
    settings = List.copyOf(settings);
  }

  /** With this heading. */
  public static SettingGroup of(String heading, Setting<?>... settings) {
    return new SettingGroup(heading, Arrays.asList(settings));
  }

  /** The same with further settings at its end. */
  public SettingGroup and(Setting<?>... more) {
    var all = new ArrayList<Setting<?>>(settings);
    all.addAll(Arrays.asList(more));
    return new SettingGroup(heading, all);
  }

  /** The same with the settings of another group at its end. */
  public SettingGroup and(SettingGroup more) {
    return and(more.settings.toArray(Setting<?>[]::new));
  }

  /** The same settings under another heading. */
  public SettingGroup headed(String other) {
    return new SettingGroup(other, settings);
  }
}
