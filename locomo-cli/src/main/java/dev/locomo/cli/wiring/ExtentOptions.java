package dev.locomo.cli.wiring;

import dev.locomo.core.error.UserError;
import dev.locomo.gen.plan.GenerationLimits;
import dev.locomo.gen.plan.QuestionPlan;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is generated; the original's options and some more. */
public final class ExtentOptions {
  private static final int REFERENCE_EVENTS = 15;
  private static final int REFERENCE_PER_SESSION = 50;

  @Option(
      names = "--num-sessions",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most sessions (default: ${DEFAULT-VALUE}); fewer when the events are told.")
  private int sessions;

  @Option(
      names = "--start-session",
      paramLabel = "N",
      defaultValue = "1",
      description = "First session to look at (default: ${DEFAULT-VALUE}).")
  private int startSession;

  @Option(
      names = "--num-days",
      paramLabel = "N",
      defaultValue = "240",
      description = "Days that the conversation covers (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--start-date",
      paramLabel = "YYYY-MM-DD",
      description = "First of these days (default: drawn from 2022 and 2023).")
  private @Nullable String start;

  @Option(
      names = "--num-events",
      paramLabel = "N",
      description =
          "Events of each speaker (default: 15, or one a session when that is more; reference:"
              + " 15).")
  private @Nullable Integer events;

  @Option(
      names = "--num-events-per-session",
      paramLabel = "N",
      description =
          "A session takes place when so many things happened to a speaker (default: 1;"
              + " reference: 50).")
  private @Nullable Integer eventsPerSession;

  @Option(
      names = "--max-turns-per-session",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most turns of a session (default: ${DEFAULT-VALUE}).")
  private int turns;

  @Option(
      names = "--qa",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Propose so many questions of each of the five kinds, and verify each by asking"
              + " (default: none).")
  private int questions;

  @Option(
      names = "--qa-threshold",
      paramLabel = "F1",
      defaultValue = "0.5",
      description =
          "Token F1 from which an answer agrees with the proposed one (default:"
              + " ${DEFAULT-VALUE}).")
  private double threshold;

  @Option(
      names = "--no-qa-verify",
      description = "Take proposals as they are; saves two requests for each.")
  private boolean unverified;

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
