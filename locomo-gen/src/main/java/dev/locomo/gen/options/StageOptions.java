package dev.locomo.gen.options;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.plan.Stages;

/** Which stages of generation run; the original's flags. */
public final class StageOptions {
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

  private final boolean persona;
  private final boolean events;
  private final boolean session;
  private final boolean summary;
  private final boolean reflection;
  private final boolean overwritePersona;
  private final boolean overwriteEvents;
  private final boolean overwriteSession;

  /** Their values. */
  public StageOptions(Settings settings) {
    persona = settings.is(PERSONA);
    events = settings.is(EVENTS);
    session = settings.is(SESSION);
    summary = settings.is(SUMMARY);
    reflection = settings.is(REFLECTION);
    overwritePersona = settings.is(OVERWRITE_PERSONA);
    overwriteEvents = settings.is(OVERWRITE_EVENTS);
    overwriteSession = settings.is(OVERWRITE_SESSION);
  }

  /** The stages: those named, or all when none of the first three is. */
  public Stages stages() {
    boolean all = !persona && !events && !session;
    return new Stages(
        persona || all,
        events || all,
        session || all,
        summary || all,
        reflection || all,
        new Stages.Again(overwritePersona, overwriteEvents, overwriteSession));
  }
}
