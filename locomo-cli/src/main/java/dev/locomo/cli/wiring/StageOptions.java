package dev.locomo.cli.wiring;

import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.Stages;

/** Which stages of generation run; the original's flags. */
public final class StageOptions {
  private static final Setting<Boolean> PERSONA =
      Setting.flag("persona", "Make the two speakers, where there are none yet.");
  private static final Setting<Boolean> EVENTS =
      Setting.flag("events", "Make the events of both speakers, where there are none yet.");
  private static final Setting<Boolean> SESSION =
      Setting.flag("session", "Make the sessions that are missing.");
  private static final Setting<Boolean> SUMMARY =
      Setting.flag("summary", "Sum up each session, for the next ones and the data.");
  private static final Setting<Boolean> REFLECTION =
      Setting.flag(
          "reflection", "After each session ask what each speaker understood, for the next ones.");
  private static final Setting<Boolean> OVERWRITE_PERSONA =
      Setting.flag("overwrite-persona", "Make new speakers although there are some.");
  private static final Setting<Boolean> OVERWRITE_EVENTS =
      Setting.flag("overwrite-events", "Make new events although there are some.");
  private static final Setting<Boolean> OVERWRITE_SESSION =
      Setting.flag("overwrite-session", "Make the sessions from --start-session on again.");

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
