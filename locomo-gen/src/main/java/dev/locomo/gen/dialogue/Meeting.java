package dev.locomo.gen.dialogue;

import dev.locomo.core.dataset.Observation;
import dev.locomo.gen.event.Event;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One session with what is kept of it.
 *
 * @param number from 1
 * @param time when it begins
 * @param eventsA what happened to a since the one before
 * @param eventsB what happened to b
 * @param turns in order, the speakers alternating
 * @param facts what it states; null when that was not asked for yet
 * @param insightsA what a understood; null without reflection
 * @param insightsB what b understood
 * @param recap its summary; null without summaries
 */
public record Meeting(
    int number,
    LocalDateTime time,
    List<Event> eventsA,
    List<Event> eventsB,
    List<Utterance> turns,
    @Nullable List<Observation> facts,
    @Nullable Insights insightsA,
    @Nullable Insights insightsB,
    @Nullable Recap recap) {
  public Meeting {
    eventsA = List.copyOf(eventsA);
    eventsB = List.copyOf(eventsB);
    turns = List.copyOf(turns);
  }

  /** One that just took place. */
  static Meeting of(Occasion at, List<Utterance> turns) {
    return new Meeting(
        at.number(), at.time(), at.eventsA(), at.eventsB(), turns, null, null, null, null);
  }

  Meeting withFacts(List<Observation> found) {
    return new Meeting(number, time, eventsA, eventsB, turns, found, insightsA, insightsB, recap);
  }

  Meeting withInsights(Insights a, Insights b) {
    return new Meeting(number, time, eventsA, eventsB, turns, facts, a, b, recap);
  }

  Meeting withRecap(Recap written) {
    return new Meeting(number, time, eventsA, eventsB, turns, facts, insightsA, insightsB, written);
  }

  /** When it begins, as data sets write it. */
  public String dateText() {
    return MeetingTime.text(time);
  }

  /** The facts about a speaker; none when they were not asked for. */
  public List<Observation> about(String speaker) {
    return facts == null
        ? List.of()
        : facts.stream().filter(fact -> fact.speaker().equals(speaker)).toList();
  }
}
