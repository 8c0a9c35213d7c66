package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.Ask;
import java.util.List;

/** Takes events apart into atomic facts (Min et al., FActScore, EMNLP 2023, section 3.1). */
public interface Decomposer {
  /** The name in reports, for example {@code decomposer(model=openai:gpt-4o,prompt=1)}. */
  String id();

  /** SHA-256 over everything of it that can change a fact, the model apart. */
  String hash();

  /** The requests for some events, should every reply be readable; none when it asks nobody. */
  List<Ask> plan(List<Event> events);

  /**
   * Takes them apart.
   *
   * @param step start of the names of the steps taken
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  Facts facts(String step, List<Event> events, Calls llm) throws InterruptedException;

  /**
   * The facts of some events.
   *
   * @param facts in the order of the events; every event that could be taken apart has one at least
   * @param problems one line for each event that could not
   */
  record Facts(List<Fact> facts, List<String> problems) {
    public Facts {
      facts = List.copyOf(facts);
      problems = List.copyOf(problems);
    }
  }
}
