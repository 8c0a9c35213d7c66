package dev.locomo.gen.plan;

import dev.locomo.core.error.UserError;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How much is made.
 *
 * @param sessions most sessions
 * @param startSession first session that {@code --overwrite-session} makes again
 * @param maxTurns most turns of a session
 * @param eventsPerSession events of a speaker that make a session due
 * @param events events of each speaker
 * @param days length of the time covered
 * @param start its first day; null when it is drawn
 * @param questions which questions about it
 */
public record GenerationLimits(
    int sessions,
    int startSession,
    int maxTurns,
    int eventsPerSession,
    int events,
    int days,
    @Nullable LocalDate start,
    QuestionPlan questions) {
  private static final int MOST_SESSIONS = 10_000;
  private static final int MOST_TURNS = 1000;
  private static final int MOST_EVENTS = 10_000;
  private static final int MOST_DAYS = 36_525;

  /**
   * @throws UserError when a number is out of range
   */
  public GenerationLimits {
    check("--num-sessions", sessions, 1, MOST_SESSIONS);
    check("--start-session", startSession, 1, MOST_SESSIONS);
    check("--max-turns-per-session", maxTurns, 2, MOST_TURNS);
    check("--num-events-per-session", eventsPerSession, 1, MOST_EVENTS);
    check("--num-events", events, 1, MOST_EVENTS);
    check("--num-days", days, 1, MOST_DAYS);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UserError(option + " is " + value + ", must be from " + least + " to " + most, "");
    }
  }
}
