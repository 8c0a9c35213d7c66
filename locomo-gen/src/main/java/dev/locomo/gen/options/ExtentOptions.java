package dev.locomo.gen.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.QuestionPlan;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** How much is generated; the original's options and some more. */
public record ExtentOptions(Settings settings) {
  private static final Setting<Integer> NUM_SESSIONS =
      Setting.integer("extent.num-sessions", "N").byDefault("20").changesResult();
  private static final Setting<Integer> START_SESSION =
      Setting.integer("extent.start-session", "N").byDefault("1").changesResult();
  private static final Setting<Integer> NUM_DAYS =
      Setting.integer("extent.num-days", "N").byDefault("240").changesResult();
  private static final Setting<String> START_DATE =
      Setting.text("extent.start-date", "YYYY-MM-DD").changesResult();
  private static final Setting<Integer> NUM_EVENTS =
      Setting.integer("extent.num-events", "N").changesResult();
  private static final Setting<Integer> NUM_EVENTS_PER_SESSION =
      Setting.integer("extent.num-events-per-session", "N").changesResult();
  private static final Setting<Integer> MAX_TURNS_PER_SESSION =
      Setting.integer("extent.max-turns-per-session", "N").byDefault("20").changesResult();
  private static final Setting<Integer> QA =
      Setting.integer("extent.qa", "N").byDefault("0").changesResult();
  private static final Setting<Double> QA_THRESHOLD =
      Setting.number("extent.qa-threshold", "F1").byDefault("0.5").changesResult();
  private static final Setting<Boolean> NO_QA_VERIFY =
      Setting.flag("extent.no-qa-verify").changesResult();

  /** All of them. */
  public static final SettingGroup SETTINGS =
      SettingGroup.of(
          "",
          NUM_SESSIONS,
          START_SESSION,
          NUM_DAYS,
          START_DATE,
          NUM_EVENTS,
          NUM_EVENTS_PER_SESSION,
          MAX_TURNS_PER_SESSION,
          QA,
          QA_THRESHOLD,
          NO_QA_VERIFY);

  private static final int REFERENCE_EVENTS = 15;
  private static final int REFERENCE_PER_SESSION = 50;

  /** What is meant. */
  public GenerationLimits limits(boolean reference) {
    int sessions = settings.get(NUM_SESSIONS);
    int enough = reference ? REFERENCE_EVENTS : Math.max(REFERENCE_EVENTS, sessions);
    return new GenerationLimits(
        sessions,
        settings.get(START_SESSION),
        settings.get(MAX_TURNS_PER_SESSION),
        settings.or(NUM_EVENTS_PER_SESSION, reference ? REFERENCE_PER_SESSION : 1),
        settings.or(NUM_EVENTS, enough),
        settings.get(NUM_DAYS),
        startDate(settings.orNull(START_DATE)),
        new QuestionPlan(settings.get(QA), !settings.is(NO_QA_VERIFY), settings.get(QA_THRESHOLD)));
  }

  private static @Nullable LocalDate startDate(@Nullable String start) {
    try {
      return start == null ? null : LocalDate.parse(start);
    } catch (DateTimeException e) {
      throw new UserError("--start-date '" + start + "' is no date", "for example 2023-05-08");
    }
  }
}
