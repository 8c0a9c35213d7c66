package dev.locomo.eval.events;

import dev.locomo.core.dataset.Event;
import dev.locomo.eval.facts.Fact;
import java.util.ArrayList;
import java.util.List;

/** What a dry run takes for granted. */
final class Estimate {
  /** Atomic facts of an event, about. */
  private static final int FACTS = 2;

  private Estimate() {}

  /** As many facts as the events will about have, each as long as its event. */
  static List<Fact> facts(List<Event> events) {
    var facts = new ArrayList<Fact>();
    for (int i = 0; i < events.size(); i++) {
      for (int k = 0; k < FACTS; k++) {
        facts.add(new Fact(i + 1, events.get(i).text()));
      }
    }
    return facts;
  }
}
