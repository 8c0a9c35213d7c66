package dev.locomo.gen.dialogue;

import dev.locomo.gen.memory.Memories;
import dev.locomo.gen.memory.Memories.Recall;
import dev.locomo.gen.plan.SeededDraws;
import dev.locomo.gen.sample.GeneratedSession;
import dev.locomo.gen.sample.GeneratedSession.Insights;
import dev.locomo.gen.sample.GeneratedTurn;
import dev.locomo.gen.sample.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the two know of the sessions before: the last summary (coarse), the facts stated about each
 * (fine), what each understood, and which pictures were shared.
 */
final class SessionMemory {
  /** Facts about each speaker that a turn is shown. */
  private static final int FACTS = 2;

  private final Pair<String> names;
  private final Pair<Recall> facts;
  private final Set<String> pictures = new HashSet<>();
  private @Nullable GeneratedSession last;

  SessionMemory(Pair<String> names, Memories memories) {
    this.names = names;
    this.facts = new Pair<>(memories.open(), memories.open());
  }

  void add(GeneratedSession session) {
    for (boolean first : List.of(true, false)) {
      var about = session.about(names.of(first)).stream();
      facts.of(first).add(about.map(fact -> session.dayText() + ": " + fact.text()).toList());
    }
    session.turns().stream()
        .map(GeneratedTurn::photo)
        .filter(Objects::nonNull)
        .forEach(photo -> pictures.add(photo.url()));
    last = session;
  }

  /**
   * Addresses of the pictures that were shared; those of a session that is held are to be added.
   */
  Set<String> pictures() {
    return pictures;
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
    var lines = new ArrayList<>(facts.a().about(said, FACTS));
    lines.addAll(facts.b().about(said, FACTS));
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
