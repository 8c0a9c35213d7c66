package dev.locomo.eval.facts;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.dataset.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of facts that the gold events do not support what kind of mistake each is. A gold fact that
 * the summary leaves out needs no labeller: it is missing information.
 */
public interface Labeller extends NamedMethod<Labeller.Mistakes> {
  /**
   * Labels them.
   *
   * @param step start of the names of the steps taken
   * @return one for each fact, in order
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  List<Label> labels(String step, Mistakes mistakes, Calls llm) throws InterruptedException;

  /**
   * A label and why.
   *
   * @param error null when there is none
   * @param why may be empty
   */
  record Label(@Nullable ErrorClass error, String why) {}

  /**
   * A fact without support.
   *
   * @param text the fact
   * @param lines the lines of the conversation that come closest to it, best first
   */
  record Unfounded(String text, List<String> lines) {
    public Unfounded {
      lines = List.copyOf(lines);
    }
  }

  /**
   * The mistakes of one summary.
   *
   * @param speaker whom it is about
   * @param other the other speaker
   * @param events gold events of the speaker
   * @param otherEvents gold events of the other
   * @param facts what neither says of the speaker
   */
  record Mistakes(
      String speaker,
      String other,
      List<Event> events,
      List<Event> otherEvents,
      List<Unfounded> facts) {
    public Mistakes {
      events = List.copyOf(events);
      otherEvents = List.copyOf(otherEvents);
      facts = List.copyOf(facts);
    }
  }
}
