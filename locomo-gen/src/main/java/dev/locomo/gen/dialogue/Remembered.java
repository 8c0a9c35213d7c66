package dev.locomo.gen.dialogue;

import dev.locomo.core.dataset.Observation;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.memory.Recall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two know of the sessions before: the last summary (coarse), the facts stated about each
 * (fine), and what each understood.
 */
final class Remembered {
  /** Facts about each speaker that a turn is shown. */
  private static final int FACTS = 2;

  private final Cast cast;
  private final Recall factsA;
  private final Recall factsB;
  private @Nullable Meeting last;

  Remembered(Cast cast, Memories memories) {
    this.cast = cast;
    this.factsA = memories.open();
    this.factsB = memories.open();
  }

  void add(Meeting meeting) {
    factsA.add(lines(meeting, cast.a().name()));
    factsB.add(lines(meeting, cast.b().name()));
    last = meeting;
  }

  private static List<String> lines(Meeting meeting, String speaker) {
    return meeting.about(speaker).stream()
        .map(Observation::text)
        .map(fact -> MeetingTime.text(meeting.time().toLocalDate()) + ": " + fact)
        .toList();
  }

  /** The session before, or null. */
  @Nullable Meeting last() {
    return last;
  }

  /**
   * Facts that fit what was said, and one insight about each of the two.
   *
   * @param forA whether a is to speak
   */
  List<String> about(String said, boolean forA, Chance chance) {
    var lines = new ArrayList<String>(factsA.about(said, FACTS));
    lines.addAll(factsB.about(said, FACTS));
    Insights insights = last == null ? null : forA ? last.insightsA() : last.insightsB();
    if (insights != null) {
      one(insights.self(), chance, lines);
      one(insights.other(), chance, lines);
    }
    return lines;
  }

  private static void one(List<String> insights, Chance chance, List<String> lines) {
    if (!insights.isEmpty()) {
      lines.add(insights.get(chance.between(0, insights.size() - 1)));
    }
  }
}
