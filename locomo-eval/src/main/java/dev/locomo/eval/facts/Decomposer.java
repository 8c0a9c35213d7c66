package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.dataset.Event;
import java.util.List;
import java.util.stream.IntStream;

/** Takes events apart into atomic facts (Min et al., FActScore, EMNLP 2023, section 3.1). */
public interface Decomposer extends NamedMethod<List<Event>> {
  /**
   * Takes them apart.
   *
   * @param step start of the names of the steps taken
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  Facts facts(String step, List<Event> events, Calls llm) throws InterruptedException;

  /** What a dry run takes for granted: two facts an event, each as long as its event. */
  static List<Fact> estimated(List<Event> events) {
    return IntStream.range(0, 2 * events.size())
        .mapToObj(i -> new Fact(i / 2 + 1, events.get(i / 2).text()))
        .toList();
  }

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
