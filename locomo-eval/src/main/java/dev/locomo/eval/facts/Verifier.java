package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.dataset.Event;
import java.util.List;

/** Checks facts against events (FActScore, section 3.2, with a list of events as the source). */
public interface Verifier extends NamedMethod<Verifier.Matter> {
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
