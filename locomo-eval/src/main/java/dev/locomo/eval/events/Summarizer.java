package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.core.ask.NamedMethod;
import dev.locomo.core.dataset.Event;
import dev.locomo.eval.events.Summarizer.ToldEvents;
import dev.locomo.eval.extractive.SalientSentences;
import dev.locomo.eval.predict.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/** Writes down the events in a speaker's life. */
public interface Summarizer extends NamedMethod<Unit> {
  /**
   * Summarizes a unit.
   *
   * @throws dev.locomo.core.llm.ProviderError when there is no reply
   */
  ToldEvents summarize(Unit unit, Calls llm) throws InterruptedException;

  /**
   * What became of the request for a speaker's events.
   *
   * @param outcome answered; empty when the model says that there are none; cut off when a reply
   *     was, and the whole events in it count; filtered or failed when there is no summary
   * @param events in the order given, with the ids {@code E1}, {@code E2}, ...; may be empty
   * @param reason why it is not simply answered; empty when it is
   */
  record ToldEvents(Outcome outcome, List<Event> events, String reason) {
    /** Nobody was asked yet. */
    public static final ToldEvents NOT_ASKED =
        new ToldEvents(Outcome.FAILED, List.of(), "not asked");

    public ToldEvents {
      events = List.copyOf(events);
    }

    /** Of a reply that was complete. */
    static ToldEvents of(List<Event> events) {
      return events.isEmpty()
          ? new ToldEvents(Outcome.EMPTY, events, "the model names no event")
          : new ToldEvents(Outcome.ANSWERED, events, "");
    }

    static ToldEvents failed(String reason) {
      return new ToldEvents(Outcome.FAILED, List.of(), reason);
    }

    /** Whether there is something to score, if only that the model names no event. */
    public boolean usable() {
      return switch (outcome) {
        case ANSWERED, EMPTY -> true;
        case CUT_OFF -> !events.isEmpty();
        case FILTERED, FAILED -> false;
      };
    }

    /** The texts, one a line: what ROUGE compares. */
    static String text(List<Event> events) {
      return events.stream().map(Event::text).collect(Collectors.joining("\n"));
    }
  }

  /** Summarizes with sentences of the conversation; asks nobody. */
  record ExtractiveSummarizer() implements Summarizer {
    @Override
    public String id() {
      return SalientSentences.ID;
    }

    @Override
    public String hash() {
      return SalientSentences.hash();
    }

    @Override
    public ToldEvents summarize(Unit unit, Calls llm) {
      var events = new EventList();
      events.add(new SalientSentences(unit.conversation()).events(unit.speaker()));
      return ToldEvents.of(events.events());
    }
  }
}
