package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.dataset.Event;
import dev.locomo.core.llm.Ask;
import java.util.List;

/** Checks facts against events (FActScore, section 3.2, with a list of events as the source). */
public interface Verifier {
  /** The name in reports, for example {@code verifier(model=openai:gpt-4o,prompt=1)}. */
  String id();

  /** SHA-256 over everything of it that can change a verdict, the model apart. */
  String hash();

  /** The requests for some facts, should every reply be readable; none when it asks nobody. */
  List<Ask> plan(Matter matter);

  /**
   * Checks them.
   *
   * @param step start of the names of the steps taken
   * @return one for each fact, in order
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  List<Check> check(String step, Matter matter, Calls llm) throws InterruptedException;

  /**
   * What is to be checked against what.
   *
   * @param speaker whose events they are
   * @param other the other speaker
   * @param events the source; nothing is supported by an empty one
   * @param facts to be checked
   */
  record Matter(String speaker, String other, List<Event> events, List<Fact> facts) {
    public Matter {
      events = List.copyOf(events);
      facts = List.copyOf(facts);
    }

    /** The verdicts when there is no source. */
    List<Check> allUnsupported() {
      return facts.stream().<Check>map(_ -> new Check.Unsupported("there are no events")).toList();
    }
  }
}
