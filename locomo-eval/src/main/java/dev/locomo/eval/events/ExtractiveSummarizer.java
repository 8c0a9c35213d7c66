package dev.locomo.eval.events;

import dev.locomo.core.ask.Calls;
import dev.locomo.eval.extractive.SalientSentences;

/** Summarizes with sentences of the conversation; asks nobody. */
public record ExtractiveSummarizer() implements Summarizer {
  @Override
  public String id() {
    return SalientSentences.ID;
  }

  @Override
  public String hash() {
    return SalientSentences.hash();
  }

  @Override
  public Summary summarize(Unit unit, Calls llm) {
    var events = new EventList();
    events.add(new SalientSentences(unit.conversation()).events(unit.speaker()));
    return Summary.of(events.events());
  }
}
