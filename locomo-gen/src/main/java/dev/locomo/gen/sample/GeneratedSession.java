package dev.locomo.gen.sample;

import dev.locomo.core.dataset.Observation;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One session with what is noted of it.
 *
 * @param number from 1
 * @param time when it begins
 * @param events what happened to each since the session before
 * @param turns in order, the speakers alternating; empty as long as it is only planned
 * @param facts what it states; null when that was not asked for yet
 * @param insightsA what the first speaker understood; null without reflection
 * @param insightsB what the second one understood; null without reflection
 * @param summaries null without summaries
 */
public record GeneratedSession(
    int number,
    LocalDateTime time,
    Pair<List<LifeEvent>> events,
    List<GeneratedTurn> turns,
    @Nullable List<Observation> facts,
    @Nullable Insights insightsA,
    @Nullable Insights insightsB,
    @Nullable Summaries summaries) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM, uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);

  /**
   * What a speaker understood after a session, as sentences.
   *
   * @param self about themselves
   * @param other about the other speaker
   */
  public record Insights(List<String> self, List<String> other) {}

  /**
   * A session summed up.
   *
   * @param session that session alone
   * @param soFar everything up to and including it
   */
  public record Summaries(String session, String soFar) {}

  public GeneratedSession {
    turns = List.copyOf(turns);
  }

  /** One that is planned. */
  public static GeneratedSession at(int number, LocalDateTime time, Pair<List<LifeEvent>> events) {
    return new GeneratedSession(number, time, events, List.of(), null, null, null, null);
  }

  /** The same with its turns. */
  public GeneratedSession withTurns(List<GeneratedTurn> held) {
    return new GeneratedSession(number, time, events, held, facts, insightsA, insightsB, summaries);
  }

  /** The same with facts. */
  public GeneratedSession withFacts(List<Observation> found) {
    return new GeneratedSession(
        number, time, events, turns, found, insightsA, insightsB, summaries);
  }

  /** The same with insights. */
  public GeneratedSession withInsights(Insights a, Insights b) {
    return new GeneratedSession(number, time, events, turns, facts, a, b, summaries);
  }

  /** The same with summaries. */
  public GeneratedSession withSummaries(Summaries written) {
    return new GeneratedSession(number, time, events, turns, facts, insightsA, insightsB, written);
  }

  /** What one of the two understood; null without reflection. */
  public @Nullable Insights insights(boolean first) {
    return first ? insightsA : insightsB;
  }

  /** When it begins, as data sets write it: {@code 1:56 pm on 8 May, 2023}. */
  public String dateText() {
    return TIME.format(time).toLowerCase(Locale.ROOT) + " on " + dayText();
  }

  /** Its day, as data sets write it: {@code 8 May, 2023}. */
  public String dayText() {
    return DAY.format(time);
  }

  /** The facts about a speaker; none when they were not asked for. */
  public List<Observation> about(String speaker) {
    return facts == null
        ? List.of()
        : facts.stream().filter(fact -> fact.speaker().equals(speaker)).toList();
  }
}
