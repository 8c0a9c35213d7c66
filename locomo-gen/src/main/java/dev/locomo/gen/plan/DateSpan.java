package dev.locomo.gen.plan;

import java.time.LocalDate;

/**
 * The time that a conversation covers.
 *
 * @param start first day
 * @param end last day, not before the first
 */
public record DateSpan(LocalDate start, LocalDate end) {
  /** A span of so many days from its first on. */
  public static DateSpan of(LocalDate start, int days) {
    return new DateSpan(start, start.plusDays(days));
  }

  /** Whether a day is in it. */
  public boolean contains(LocalDate day) {
    return !day.isBefore(start) && !day.isAfter(end);
  }
}
