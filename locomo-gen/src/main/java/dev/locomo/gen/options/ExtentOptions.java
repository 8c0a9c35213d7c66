package dev.locomo.gen.options;

import dev.locomo.core.error.UserError;
import dev.locomo.core.settings.Setting;
import dev.locomo.core.settings.SettingGroup;
import dev.locomo.core.settings.Settings;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.QuestionPlan;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How much is generated; the original's options and some more. */
public final class ExtentOptions {
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

  private final int sessions;
  private final int startSession;
  private final int days;
  private final @Nullable String start;
  private final @Nullable Integer events;
  private final @Nullable Integer eventsPerSession;
  private final int turns;
  private final int questions;
  private final double threshold;
  private final boolean unverified;

  /** Their values. */
  public ExtentOptions(Settings settings) {
    sessions = settings.get(NUM_SESSIONS);
    startSession = settings.get(START_SESSION);
    days = settings.get(NUM_DAYS);
    start = settings.orNull(START_DATE);
    events = settings.orNull(NUM_EVENTS);
    eventsPerSession = settings.orNull(NUM_EVENTS_PER_SESSION);
    turns = settings.get(MAX_TURNS_PER_SESSION);
    questions = settings.get(QA);
    threshold = settings.get(QA_THRESHOLD);
    unverified = settings.is(NO_QA_VERIFY);
  }

  /** What is meant. */
  public GenerationLimits limits(boolean reference) {
    int perSession = reference ? REFERENCE_PER_SESSION : 1;
    int enough = reference ? REFERENCE_EVENTS : Math.max(REFERENCE_EVENTS, sessions);
    return new GenerationLimits(
        sessions,
        startSession,
        turns,
        Objects.requireNonNullElse(eventsPerSession, perSession),
        Objects.requireNonNullElse(events, enough),
        days,
        startDate(),
        new QuestionPlan(questions, !unverified, threshold));
  }

  private @Nullable LocalDate startDate() {
    if (start == null) {
      return null;
    }
    try {
      return LocalDate.parse(start);
    } catch (DateTimeException e) {
      throw new UserError("--start-date '" + start + "' is no date", "for example 2023-05-08");
    }
  }
}
