package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.dataset.json.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes events apart at the ends of sentences and at semicolons, and at nothing else: a floor that
 * needs no model. What it makes is coarser than atomic facts, so its figures are comparable with
 * none that a model's are in.
 */
public record ClauseDecomposer() implements Decomposer {
  private static final Pattern END =
      Pattern.compile("(?<=[.!?…])(?<!\\b(?:Mr|Mrs|Ms|Dr|St|Prof|Jr|Sr)\\.)\\s+|;\\s*|\\n+");

  @Override
  public String id() {
    return "clauses-1";
  }

  @Override
  public String hash() {
    return Sha256.of(END.pattern());
  }

  @Override
  public Facts facts(String step, List<Event> events, Calls llm) {
    var facts = new ArrayList<Fact>();
    for (int i = 0; i < events.size(); i++) {
      for (String clause : END.split(events.get(i).text())) {
        if (!clause.isBlank()) {
          facts.add(new Fact(i + 1, clause.strip()));
        }
      }
    }
    return new Facts(facts, List.of());
  }
}
