package dev.locomo.gen.dialogue;

import dev.locomo.core.dataset.Observation;
import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.memory.Memories.Recall;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Insights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two know of the sessions before: the last summary (coarse), the facts stated about each
 * (fine), and what each understood.
 */
final class SessionMemory {
  /** Facts about each speaker that a turn is shown. */
  private static final int FACTS = 2;

  private final String a;
  private final String b;
  private final Recall factsA;
  private final Recall factsB;
  private @Nullable GeneratedSession last;

  /**
   * @param a the first speaker's name
   * @param b the second one's
   */
  SessionMemory(String a, String b, Memories memories) {
    this.a = a;
    this.b = b;
    this.factsA = memories.open();
    this.factsB = memories.open();
  }

  void add(GeneratedSession session) {
    factsA.add(lines(session, a));
    factsB.add(lines(session, b));
    last = session;
  }

  private static List<String> lines(GeneratedSession session, String speaker) {
    return session.about(speaker).stream()
        .map(Observation::text)
        .map(fact -> session.dayText() + ": " + fact)
        .toList();
  }

  /** The session before, or null. */
  @Nullable GeneratedSession last() {
    return last;
  }

  /**
   * Facts that fit what was said, and one insight about each of the two.
   *
   * @param first whether the first speaker is to speak
   */
  List<String> about(String said, boolean first, SeededDraws draws) {
    var lines = new ArrayList<String>(factsA.about(said, FACTS));
    lines.addAll(factsB.about(said, FACTS));
    Insights insights = last == null ? null : last.insights(first);
    if (insights != null) {
      for (List<String> sentences : List.of(insights.self(), insights.other())) {
        if (!sentences.isEmpty()) {
          lines.add(sentences.get(draws.between(0, sentences.size() - 1)));
        }
      }
    }
    return lines;
  }
}
