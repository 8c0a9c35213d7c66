package dev.locomo.gen.options;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.plan.Stages;

/** Which stages of generation run; the original's flags. */
public record StageOptions(Settings settings) {
  private static final Setting<Boolean> PERSONA = Setting.flag("stage.persona").changesResult();
  private static final Setting<Boolean> EVENTS = Setting.flag("stage.events").changesResult();
  private static final Setting<Boolean> SESSION = Setting.flag("stage.session").changesResult();
  private static final Setting<Boolean> SUMMARY = Setting.flag("stage.summary").changesResult();
  private static final Setting<Boolean> REFLECTION =
      Setting.flag("stage.reflection").changesResult();
  private static final Setting<Boolean> OVERWRITE_PERSONA =
      Setting.flag("stage.overwrite-persona").changesResult();
  private static final Setting<Boolean> OVERWRITE_EVENTS =
      Setting.flag("stage.overwrite-events").changesResult();
  private static final Setting<Boolean> OVERWRITE_SESSION =
      Setting.flag("stage.overwrite-session").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          PERSONA,
          EVENTS,
          SESSION,
          SUMMARY,
          REFLECTION,
          OVERWRITE_PERSONA,
          OVERWRITE_EVENTS,
          OVERWRITE_SESSION);

  /** The stages: those named, or all when none of the first three is. */
  public Stages stages() {
    boolean all = !settings.is(PERSONA) && !settings.is(EVENTS) && !settings.is(SESSION);
    return new Stages(
        all || settings.is(PERSONA),
        all || settings.is(EVENTS),
        all || settings.is(SESSION),
        all || settings.is(SUMMARY),
        all || settings.is(REFLECTION),
        new Stages.Again(
            settings.is(OVERWRITE_PERSONA),
            settings.is(OVERWRITE_EVENTS),
            settings.is(OVERWRITE_SESSION)));
  }
}
